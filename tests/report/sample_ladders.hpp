/// Ladders of the kind a failed journey leaves.
#pragma once
#include <string_view>

namespace cxload::samples {

inline constexpr std::string_view ladder_of_503 = R"(call-004127  account 1137  wss://sip.example.com:443

   0.000  1137 → edge   INVITE sip:2037@example.com
   0.011  1137 ← edge   407 Proxy Authentication Required
   0.012  1137 → edge   ACK
   0.013  1137 → edge   INVITE sip:2037@example.com (with credentials)
   0.029  1137 ← edge   100 Trying
   2.031  1137 ← edge   503 Service Unavailable
   2.032  1137 → edge   ACK

--- 2.031 s, received ---------------------------------------------------
SIP/2.0 503 Service Unavailable
Via: SIP/2.0/WSS mb3k0f4x.invalid;branch=z9hG4bK77ref1;received=192.0.2.17
From: "1137" <sip:1137@example.com>;tag=p0d7s2
To: <sip:2037@example.com>;tag=as5e1d21a8
Call-ID: 5q8c0m1n7r2t
CSeq: 2 INVITE
Retry-After: 5
Server: edge-2
Warning: 399 edge-2 "no dispatcher destination alive"
Content-Length: 0
)";

inline constexpr std::string_view ladder_of_timeout = R"(call-004391  account 1201  wss://sip.example.com:443

   0.000  1201 → edge   INVITE sip:2011@example.com
   0.009  1201 ← edge   407 Proxy Authentication Required
   0.010  1201 → edge   ACK
   0.011  1201 → edge   INVITE sip:2011@example.com (with credentials)
   0.018  1201 ← edge   100 Trying
  32.018  timer B       no final response in 32 s
)";

inline constexpr std::string_view ladder_of_reset = R"(login-001802  account 1044  wss://sip.example.com:443

   0.000  tcp           connected
   0.007  tls           TLSv1.3, TLS_AES_128_GCM_SHA256, resumed
   0.009  1044 → edge   GET /ws, Sec-WebSocket-Protocol: sip
   0.014  1044 ← edge   101 Switching Protocols
   0.015  1044 → edge   REGISTER sip:example.com
   0.016  tcp           connection reset by peer
)";

}  // namespace cxload::samples
