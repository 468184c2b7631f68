/// Text to SessionDescription.
#include <cxload/sdp/session.hpp>

#include "session_reader.hpp"

namespace cxload::sdp {
namespace {

class Builder final : public SessionSink {
 public:
  Builder() { session_.timings.clear(); }

  void on_origin(const OriginView& origin) override {
    session_.origin = {std::string(origin.username),
                       origin.session_id,
                       origin.version,
                       std::string(origin.network),
                       std::string(origin.address_type),
                       std::string(origin.address)};
  }
  void on_connection(const ConnectionView& connection) override {
    (media_ != nullptr ? media_->connection : session_.connection) =
        Connection{std::string(connection.network), std::string(connection.address_type),
                   std::string(connection.address)};
  }
  void on_media(const MediaView& media) override;
  void on_attribute(std::string_view name, std::optional<std::string_view> value) override {
    (media_ != nullptr ? media_->attributes : session_.attributes).add(name, value);
  }
  void on_text(char type, std::string_view value) override;

  SessionDescription take() { return std::move(session_); }

 private:
  SessionDescription session_;
  Media* media_ = nullptr;  ///< the section we are in; null: that of the session
};

void Builder::on_media(const MediaView& media) {
  media_ = &session_.media.emplace_back();
  media_->type = media.type;
  media_->port = media.port;
  media_->port_count = media.port_count;
  media_->protocol = media.protocol;
  std::string_view rest = media.formats;
  for (std::string_view word = take_word(rest); !word.empty(); word = take_word(rest))
    media_->formats.emplace_back(word);
}

void Builder::on_text(char type, std::string_view value) {
  switch (type) {
    case 's':
      session_.name = value;
      break;
    case 'i':
      (media_ != nullptr ? media_->title : session_.information) = std::string(value);
      break;
    case 'u':
      session_.uri = std::string(value);
      break;
    case 'e':
      session_.email = std::string(value);
      break;
    case 'p':
      session_.phone = std::string(value);
      break;
    case 'b':
      (media_ != nullptr ? media_->bandwidths : session_.bandwidths).emplace_back(value);
      break;
    default:
      session_.timings.emplace_back(value);
  }
}

}  // namespace

Result<SessionDescription> parse_session(std::string_view text, const Limits& limits) {
  Builder builder;
  if (const Result<void> read = read_session(text, limits, builder); !read) return read.error();
  return builder.take();
}

}  // namespace cxload::sdp
