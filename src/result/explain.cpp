/// One explanation a failure class; the longest entry that fits is used.
#include <array>

#include <cxload/result/explain.hpp>

namespace cxload::result {
namespace {

// clang-format off
constexpr auto table = std::to_array<Explanation>({
    {"dns.not_found", "The name server knows no such host. Check the spelling in `deployment`, or give its address under `resolve`."},
    {"dns.timeout", "No name server answered in time. Check `deployment.dns`, or the network and the resolver of this machine."},
    {"dns.unexpected_address", "A name led to an address that `deployment.expect_addresses` does not name: nothing was sent. The name's record is wrong or stale, or the list is."},
    {"dns.servfail", "The name server could not or would not say. Look at its log: a zone that does not load, a forwarder that is gone, a refusal for our address."},
    {"dns.*", "The host name could not be looked up. Check `deployment`, `resolve` and the name server of this machine."},

    {"udp.refused", "The host answered that nothing listens on that UDP port. Check that the SIP service runs and which port it is on."},
    {"udp.unreachable", "There is no way to the host for UDP. Check the address, routing and firewalls."},
    {"udp.gone", "The UDP socket was closed under a transaction that still ran. The phone was shut down in the middle of its work."},
    {"udp.*", "A UDP packet could not be delivered. Check address, routing and firewalls."},

    {"tcp.refused", "The host is there, but nothing accepts connections on that port. Check that the service runs, its port, and its backlog under load."},
    {"tcp.reset", "The peer tore the connection down. Look at its log: a crash, a limit on connections, or a proxy between that gave up."},
    {"tcp.timeout", "The connection attempt got no answer. A firewall drops it, or the accept queue of the peer is full."},
    {"tcp.unreachable", "There is no way to the host. Check the address, routing and firewalls."},
    {"tcp.closed", "The peer closed the connection while something was still expected on it. Look for idle time-outs and limits on its side."},
    {"tcp.backlog", "The peer does not read as fast as we send, and the send queue is full. It is overloaded or hangs."},
    {"tcp.*", "The TCP connection failed. Look at the service's log and at anything between it and us."},

    {"tls.verify", "The certificate is not trusted: wrong host name, unknown issuer or an incomplete chain. Give the CA under `tls.ca`, or repair the chain that the server sends."},
    {"tls.expired", "The server's certificate is out of its dates. Renew it, and check the clock of this machine."},
    {"tls.name", "The certificate is for another host name. Check the name in `deployment` against the certificate."},
    {"tls.handshake", "The TLS handshake failed. Compare protocol versions and ciphers, and make sure that the port speaks TLS at all."},
    {"tls.timeout", "The TLS handshake was not finished in time. The server is overloaded, or the port does not speak TLS."},
    {"tls.closed", "The server closed the TLS connection. Look at its log: it may limit connections or cut idle ones."},
    {"tls.protocol", "TLS broke on an open connection. Something in between changes the data, or the server's TLS is defective."},
    {"tls.*", "TLS failed. Check certificate, protocol versions and the server's log."},

    {"ws.http_301", "The WebSocket path answers with a redirect. Put the final URL into `signalling`."},
    {"ws.http_302", "The WebSocket path answers with a redirect. Put the final URL into `signalling`."},
    {"ws.http_400", "The server calls the WebSocket request malformed. Often a proxy in front does not pass on the Upgrade headers."},
    {"ws.http_401", "The WebSocket door asks for HTTP authentication. The Web Phone does not send any there: check the proxy's rules."},
    {"ws.http_403", "The server forbids the WebSocket. Most often the Origin is not on its list: it has to be Domain A's."},
    {"ws.http_404", "Nothing is served on that WebSocket path. Check the path in `signalling` and the proxy's routes."},
    {"ws.http_426", "The server wants another protocol version on this path. It does not speak WebSocket 13 there."},
    {"ws.http_429", "The server limits how many connections it takes. Raise its limit or lower the rate."},
    {"ws.http_500", "The server failed while it opened the WebSocket. Look at its log."},
    {"ws.http_502", "The proxy could not reach the SIP service behind it. Check that the service runs and takes WebSocket on the port that the proxy knows."},
    {"ws.http_503", "The proxy has no SIP service to pass on to, or it is overloaded. Check the service and the limits."},
    {"ws.http_504", "The SIP service behind the proxy did not answer in time. It is overloaded or hangs."},
    {"ws.http_*", "The server answered the WebSocket request with an HTTP status instead of switching. Check path, Origin and the proxy's configuration."},
    {"ws.subprotocol", "The server opened the WebSocket without agreeing on subprotocol \"sip\" (RFC 7118). It is not a SIP WebSocket, or it is configured without it."},
    {"ws.accept", "The server's WebSocket accept key is wrong. What answers there does not speak WebSocket, or something in between changes it."},
    {"ws.upgrade", "The answer to the WebSocket request was no proper upgrade. Make sure that the port and path speak WebSocket."},
    {"ws.timeout", "The WebSocket was not opened in time. The server is overloaded, or it does not speak WebSocket there."},
    {"ws.closed", "The server closed the WebSocket. Its close code and log say why; idle time-outs of proxies are the usual cause."},
    {"ws.no_pong", "The server left a WebSocket ping unanswered. The connection was dead: look for proxies that cut idle connections."},
    {"ws.protocol", "The server broke the rules of WebSocket framing (RFC 6455). This is a defect of the server or of a proxy in between."},
    {"ws.too_big", "The server sent a WebSocket message or header larger than any client takes. The connection was given up."},
    {"ws.extension", "The server uses a WebSocket extension that nobody offered. This is a defect of the server or of a proxy in between."},
    {"ws.*", "The WebSocket failed. Look at the log of the SIP edge and of the proxy in front of it."},

    {"sip.3*", "The server redirected the request, and the new target did not help. Check the routing on the server."},
    {"sip.400", "The server calls the request malformed. Compare the request in the ladder with what the server accepts; its reason phrase often names the header."},
    {"sip.401", "The registrar did not accept the credentials. Check user, password and realm; on several nodes also that they share their nonces."},
    {"sip.403", "The server forbids it. The account is blocked, the address is banned, or the policy does not allow this request."},
    {"sip.404", "The server knows no such user or number. Check the destination, the domain and whether the callee is registered in it."},
    {"sip.405", "The server does not take this method. Compare with its Allow header."},
    {"sip.407", "The proxy did not accept the credentials. Check user, password and realm; on several nodes also that they share their nonces."},
    {"sip.408", "The server gave up waiting for the far end. The callee's connection is dead or it does not answer; the registration may be stale."},
    {"sip.410", "The destination is gone for good. Check the number plan."},
    {"sip.420", "The server does not support an extension that the request requires. Compare Require with its Unsupported header."},
    {"sip.423", "The registrar wants a longer expiry, also after it was given the one it asked for. Check its Min-Expires."},
    {"sip.480", "The callee is not reachable at the moment. It is most often not registered: look at the registrations of its group."},
    {"sip.481", "The server does not know the dialog or transaction. It lost its state (restart, another node) or route headers were not followed."},
    {"sip.482", "The server saw the request twice: a loop. Check the routing between its nodes."},
    {"sip.483", "The request passed too many hops: a loop. Check the routing between the nodes."},
    {"sip.484", "The number is incomplete. Check the destination and the number plan."},
    {"sip.486", "The callee is busy. Expected where that is what the far end plays; otherwise calls of the callee were not ended."},
    {"sip.487", "The call was cancelled before it was answered. Expected after a CANCEL; otherwise someone in between gave up waiting."},
    {"sip.488", "The far end cannot do what the offer asks for. Compare the codecs and media profile (RTP or SRTP) of the two sides."},
    {"sip.491", "Two changes of one call crossed. It should be tried again after a short while."},
    {"sip.500", "The server failed inside. Its log says why; under load often a database or a process limit."},
    {"sip.501", "The server does not know this method."},
    {"sip.502", "A gateway behind the server answered nonsense. Look at the link between them."},
    {"sip.503", "The server is overloaded or in maintenance. This is how most servers say that the limit is reached."},
    {"sip.504", "Something behind the server did not answer in time. Look at its next hop."},
    {"sip.513", "The request is too large for the server. Fewer codecs or candidates in the offer make it smaller."},
    {"sip.600", "The callee is busy everywhere. Expected where that is what the far end plays."},
    {"sip.603", "The callee declined. Expected where that is what the far end plays."},
    {"sip.604", "The callee does not exist anywhere. Check the destination."},
    {"sip.606", "The callee cannot do what the offer asks for. Compare codecs and media profiles."},
    {"sip.4*", "The server refused the request. Its status and reason phrase in the ladder say why."},
    {"sip.5*", "The server failed to serve the request. Look at its log at that time."},
    {"sip.6*", "The request was refused for every device of the callee. The reason phrase in the ladder says why."},
    {"sip.2*", "The request succeeded although the scenario expected something else. Compare `expect` with what the deployment is meant to do."},
    {"sip.timeout", "No final answer came in the time that SIP allows (64 × T1). The server drops requests, is overloaded, or its answers do not find the way back."},
    {"sip.no_answer", "The call rang, but nobody answered in time. Check the callee's `answer` and the ring time of the server."},
    {"sip.ack_timeout", "Our 200 to a call was never acknowledged. The ACK is lost on its way: check record-routing and the Contact of both sides."},
    {"sip.session_expired", "The session timer of a call ran out (RFC 4028): refreshes were refused, got lost, or never came. Look at the last UPDATE or re-INVITE of the ladder."},
    {"sip.not_replaced", "The target of an attended transfer took the new call and went on with the old one. It should end the call that Replaces names (RFC 3891)."},
    {"sip.mwi_timeout", "The mailbox may be watched, but its NOTIFY never came (RFC 6665: at once after each SUBSCRIBE). Look whether it is sent to the phone's Contact, and over its connection."},
    {"sip.bad_mwi", "A NOTIFY of a mailbox does not say whether messages wait (RFC 3842 5.2). Its body stands in the ladder."},
    {"sip.hold_failed", "The far end refused to be put on hold. Its status in the ladder says why; 488 means that it does not take the directions of the new offer."},
    {"sip.resume_failed", "The call was on hold, and the far end refused to take it up again. Its status in the ladder says why."},
    {"sip.dtmf_failed", "The far end refused a digit that was sent by INFO. 405 and 415 mean that it takes digits in another way, for example as RTP events."},
    {"sip.transfer_failed", "The far end did not reach whom it was told to call. The status is that of the REFER, or of the call that it made instead of ours."},
    {"sip.transfer_timeout", "The far end took the REFER but never told how its call went. Look for NOTIFY requests that get lost on the way back."},
    {"sip.bye_timeout", "The BYE was never answered. The far end is gone, or the route set of the dialog does not lead to it."},
    {"sip.no_contact", "The answer carries no Contact although it has to. The client cannot know its binding or where to send its next request: a defect of the server."},
    {"sip.wrong_call_id", "The server answered with another Call-ID than it was asked with. Clients cannot match such answers: a defect of the server or of something that rewrites messages."},
    {"sip.still_registered", "The registrar said that the binding was removed, but still lists it. Calls will go to a phone that is gone: a defect of the registrar."},
    {"sip.expires_zero", "The registrar said 200 but granted the binding no time at all: the phone is not registered. A defect of the server."},
    {"sip.no_expires", "The registrar's answer does not say how long the binding lasts. The client cannot know when to refresh: a defect of the server."},
    {"sip.no_sdp", "The answer carries no session description. No media can flow: a defect of the far end or of something that strips the body."},
    {"sip.bad_sdp", "The session description of the far end cannot be read. The ladder shows it."},
    {"sip.bad_200", "The 200 to an INVITE cannot make a dialog: Contact, tags or routes are missing or broken. The ladder shows it."},
    {"sip.bad_answer", "The session description of the answer does not fit the offer (RFC 3264). The ladder shows both."},
    {"sip.framing", "The stream of the server cannot be cut into SIP messages. Check its Content-Length, and that the port speaks SIP."},
    {"sip.bad_*", "The answer breaks a rule of SIP that the client depends on. The ladder shows it; this is a defect of the server."},
    {"sip.bye_*", "The BYE was refused, so the call may still stand on the other side. Look for lost dialog state on the server."},
    {"sip.malformed", "The server sent something that is not a SIP message. The ladder shows its beginning: a wrong port, a proxy's error page or a defect."},
    {"sip.too_big", "The server sent a SIP message larger than any sane one. The connection was given up."},
    {"sip.auth", "The challenge cannot be answered: an unknown algorithm or a missing realm or nonce. Check the authentication settings of the server."},
    {"sip.closed", "The connection closed while a request was open. Look at why the server or a proxy ended it."},
    {"sip.*", "The SIP request failed. The ladder shows what was sent and received."},

    {"http.timeout", "The web server did not answer in time. It is overloaded or hangs."},
    {"http.4*", "The web server refused the request. Check path, login and rights."},
    {"http.5*", "The web server failed. Look at its log at that time."},
    {"http.*", "The HTTP request failed. The trace shows what was sent and received."},

    {"expect.status", "The outcome is another than the scenario expects. Compare `expect: {status}` with the ladder."},
    {"expect.codec", "The two sides agreed on another codec than the scenario expects. Compare the offers and answers in the ladder."},
    {"expect.mos", "Speech quality is below what the scenario expects. Look at loss and jitter of the calls."},
    {"expect.mailbox", "The mailbox holds something else than the scenario expects. Compare the NOTIFY in the ladder."},
    {"expect.ringing", "The call was decided without any ringing before. Expect `answered` at once, or look at why the far end sends no 180."},
    {"expect.*", "What came is not what the scenario expects. The detail beside the failure says which expectation was missed."},

    {"call.none_came", "The journey waited for a call and nobody called its phone. Look who should, whether the phone was registered then, and at routing."},
    {"call.not_incoming", "`answer` stands behind a call that this phone made itself. Put an `await: incoming` before it."},
    {"call.not_ended", "The far end should have ended the call and did not. Look at its log, or give `await: {ended: …}` more time."},
    {"call.ended_early", "The far side ended the call before the talk was over. Look at its log, and at limits on the length of calls."},
    {"call.no_bye", "The callee hung up, but its BYE never reached the caller. Check the route set of the dialog and the Contact of both sides."},
    {"call.over", "Something was to be done inside a call that was not up, or not any more. The ladder shows how it ended."},
    {"call.busy", "A change of the call was asked for while another one was still open. The far end is slow to answer, or the steps stand too close together."},
    {"call.not_registered", "The phone was to remove a registration without a connection. An earlier step lost it: the ladder shows how."},
    {"call.abandoned", "The phone went away while its call was up. The run was ended in the middle of it."},
    {"call.*", "The call did not go as planned. The ladder shows how it ended."},

    {"rtp.none", "The call was up, but no media came from the other side. Check the media relay, NAT and firewalls for the RTP ports in the SDP."},
    {"rtp.one_way", "Media came in one direction only. Check addresses in the SDP, the media relay and firewalls."},
    {"rtp.garbage", "Datagrams came to the media port, and none was RTP. Something else sends there, or the media relay is broken."},
    {"rtp.ssrc", "The far end begins a new RTP stream again and again. Check the media relay, and music or announcements that it mixes in."},
    {"rtp.*", "The media of the call failed. Check the media relay and the addresses in the SDP."},
    {"ice.*", "No media path was found. Check STUN and TURN servers, the media relay and firewalls."},
    {"stun.timeout", "The STUN server did not answer within `ice.gathering`; calls went on without the address it would tell. Check its address, its port and firewalls for UDP."},
    {"stun.refused", "The STUN server refused the request, or its answer names no address. Check that the port is a STUN server's and that it serves anybody."},
    {"stun.*", "The STUN server's answer was of no use; calls went on without it. Check that the port is a STUN server's."},
    {"turn.auth", "The TURN server refuses the credentials. Check `username` and `password` under `ice`, the server's realm, and for credentials of limited time the clocks."},
    {"turn.refused", "The TURN server gives no relayed address. Its error code is in the text: a quota, no ports left, a transport it does not relay."},
    {"turn.timeout", "The TURN server did not answer within `ice.gathering`. Check its address, port and transport, and firewalls: that is what turn: over TCP and turns: are for."},
    {"turn.lost", "The relayed address was lost in the middle of a call: the TURN server renews it no more, or the connection to it ended. Look at its log."},
    {"turn.protocol", "What answers there is no TURN server, or a defective one."},
    {"turn.*", "A TURN server could not be used. Check `ice` in the scenario and the server's log."},
    {"dtls.*", "The media keys could not be agreed on. Check fingerprints and DTLS roles in the SDP."},
    {"srtp.*", "Media came that the agreed keys do not open: clear RTP, or keys of another session. Check how the media relay protects what it sends."},
    {"media.crossed", "The phone heard the audio of another call. The media relay mixes up ports or streams: what one customer says reaches another. Stop the rollout."},
    {"media.*", "The media of the call failed. Check the media relay and the addresses in the SDP."},

    {"event.drop", "An event of the scenario cut this phone's connection on purpose; what it was doing failed with it. Expected: judge the storm by storm.recovery."},
    {"limit.consent", "A name led to an address that is neither loopback nor private, and nobody agreed to tests there: nothing was sent. Say who agreed in `deployment.consent`."},
    {"limit.no_callee", "All phones of the called group were busy. Give the group more accounts, or lower the call rate or talk time."},
    {"limit.time", "The journey took longer than it may. The step that hung is the last in the ladder."},
    {"limit.*", "A limit of the scenario was reached. Raise it, or lower the load."},

    {"local.descriptors", "This machine is out of file descriptors. Raise `ulimit -n`; the run does not count."},
    {"local.ports", "This machine is out of local ports. Add addresses with `bind`, or widen ip_local_port_range; the run does not count."},
    {"local.memory", "This machine is out of memory. Use fewer phones or a larger machine; the run does not count."},
    {"local.tls", "Certificates or keys of this side cannot be read. Check the files under `tls`."},
    {"local.request", "A request was built wrongly before it was sent. This is a defect of cxload: please report it with the ladder."},
    {"local.transactions", "A phone has more open transactions than it may. The server answers far too slowly, or the load is too high."},
    {"local.bind", "A local address or port could not be used. Check `bind` and what else listens there."},
    {"local.forbidden", "This machine does not let us send there. Check its firewall and rights."},
    {"local.standin", "The embedded stand-in did not start or died. Its last words stand in the log."},
    {"local.merge", "These runs are not the shards of one plan. The detail says which of them does not fit."},
    {"local.wav", "A sound file of this machine could not be read or written. The detail says which file and why."},
    {"local.report", "A report could not be written. Check space and rights of the output folder."},
    {"local.*", "Something on this machine failed, not the deployment. The detail beside the failure says what."},
    {"format.*", "A file is not in the format that it should have. It is cut off or was made by something else."},
});
// clang-format on

bool fits(std::string_view pattern, std::string_view kind) {
  if (!pattern.ends_with('*')) return pattern == kind;
  return kind.starts_with(pattern.substr(0, pattern.size() - 1));
}

}  // namespace

std::span<const Explanation> explanations() { return table; }

std::string_view explain(std::string_view kind) {
  const Explanation* best = nullptr;
  for (const Explanation& entry : table)
    if (fits(entry.kind, kind) && (best == nullptr || entry.kind.size() > best->kind.size())) best = &entry;
  if (best == nullptr) return "An unusual failure; the detail and the ladder beside it say what happened.";
  return best->text;
}

}  // namespace cxload::result
