/// Message: one SIP request or response (RFC 3261 7), parsed from bytes of any peer or built field by field.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <cxload/base/result.hpp>
#include <cxload/sip/header_id.hpp>

namespace cxload::sip {

/// Bounds of what is accepted from the wire; everything beyond is an error of its own, never growth.
struct Limits {
  std::size_t message_bytes = 65'535;
  std::size_t headers = 256;
  std::size_t header_bytes = 16'384;  ///< one header field, unfolded
};

/// The text lives in one buffer; fields are offsets into it, so copies and moves are cheap and safe.
/// Header values are unfolded and trimmed; names keep the spelling of the wire (compact forms map to the same
/// id). Views returned stay valid until the message is changed or destroyed. Threads: none; a value type.
/// Errors: sip::Errc.
class Message {
 public:
  static Message make_request(std::string_view method, std::string_view request_uri);
  static Message make_response(int status, std::string_view reason);
  /// RFC 3261 8.2.6: Via, From, To, Call-ID and CSeq copied from `request`; Timestamp on 100. No To tag is
  /// added.
  static Message make_response_to(const Message& request, int status, std::string_view reason = {});

  [[nodiscard]] bool is_request() const { return status_ == 0; }
  [[nodiscard]] bool is_response() const { return status_ != 0; }
  [[nodiscard]] std::string_view method()
      const;  ///< of a request; case as received (methods are case-sensitive)
  [[nodiscard]] std::string_view request_uri() const;
  void set_request_uri(std::string_view uri);
  [[nodiscard]] int status() const { return status_; }  ///< 100 … 699; 0 for a request
  [[nodiscard]] std::string_view reason() const;

  struct Field {
    HeaderId id;
    std::string_view name;
    std::string_view value;
  };
  [[nodiscard]] std::size_t field_count() const { return fields_.size(); }
  [[nodiscard]] Field field(std::size_t index) const;
  [[nodiscard]] std::optional<std::string_view> find(HeaderId id) const;  ///< value of the first field
  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
  [[nodiscard]] std::size_t count(HeaderId id) const;
  /// The first element of the first field: the top Via, the first Route; the whole value where the header is
  /// no list.
  [[nodiscard]] std::optional<std::string_view> first_value(HeaderId id) const;
  /// Every element of every field of `id`, in order; comma lists are taken apart where the header is a list.
  [[nodiscard]] std::vector<std::string_view> values(HeaderId id) const;

  void append(HeaderId id, std::string_view value);
  void append(std::string_view name, std::string_view value);  ///< CR and LF in `value` become spaces
  void prepend(HeaderId id, std::string_view value);           ///< before the first field of all
  void set(HeaderId id, std::string_view value);  ///< first field replaced in place, further ones removed
  void remove(HeaderId id);
  void remove_first_value(HeaderId id);  ///< e.g. the top Via of a comma list

  [[nodiscard]] std::string_view body() const;
  void set_body(std::string_view content_type, std::string_view body);

  /// The bytes for the wire, header order as held; Content-Length is written last and always right.
  [[nodiscard]] std::string write() const;
  void write_to(std::string& out) const;

 private:
  friend class MessageParser;
  struct Slice {
    std::uint32_t at = 0;
    std::uint32_t size = 0;
  };
  struct StoredField {
    HeaderId id;
    Slice name;  ///< empty: the canonical name
    Slice value;
  };
  [[nodiscard]] std::string_view view(Slice slice) const {
    return std::string_view(text_).substr(slice.at, slice.size);
  }
  Slice store(std::string_view text);
  Slice store_value(std::string_view value);
  [[nodiscard]] std::string_view name_of(const StoredField& field) const;

  std::string text_;  ///< appended to, never shrunk: stored slices stay valid
  std::vector<StoredField> fields_;
  Slice method_or_reason_;
  Slice request_uri_;
  Slice body_;
  int status_ = 0;
};

/// How a message is delimited (RFC 3261 18.3).
enum class Framing {
  datagram,  ///< one message in all the bytes; octets behind Content-Length are ignored; WebSocket too (RFC
             ///< 7118 5)
  stream     ///< exactly one message cut out by StreamFramer; Content-Length was obligatory
};

/// Parses one whole message. Leading CRLFs are skipped (RFC 3261 7.5), bare LF accepted.
[[nodiscard]] Result<Message> parse_message(std::string_view bytes, Framing framing = Framing::datagram,
                                            const Limits& limits = {});

}  // namespace cxload::sip
