/// Attributes, and SDP to text.
#include <algorithm>

#include <cxload/base/text.hpp>
#include <cxload/sdp/session.hpp>

namespace cxload::sdp {
namespace {

void line(std::string& out, char type, std::string_view value) {
  out.append(1, type).append(1, '=').append(value).append("\r\n");
}

void optional_line(std::string& out, char type, const std::optional<std::string>& value) {
  if (value) line(out, type, *value);
}

void write_connection(std::string& out, const std::optional<Connection>& connection) {
  if (!connection) return;
  out.append("c=").append(connection->network).append(1, ' ').append(connection->address_type);
  out.append(1, ' ').append(connection->address).append("\r\n");
}

void write_origin(std::string& out, const Origin& origin) {
  out.append("o=").append(origin.username).append(1, ' ');
  text::append_unsigned(out, origin.session_id);
  out.append(1, ' ');
  text::append_unsigned(out, origin.version);
  out.append(1, ' ').append(origin.network).append(1, ' ').append(origin.address_type);
  out.append(1, ' ').append(origin.address).append("\r\n");
}

void write_attributes(std::string& out, const Attributes& attributes) {
  for (const Attribute& attribute : attributes.all()) {
    out.append("a=").append(attribute.name);
    if (attribute.value) out.append(1, ':').append(*attribute.value);
    out.append("\r\n");
  }
}

void write_media(std::string& out, const Media& media) {
  out.append("m=").append(media.type).append(1, ' ');
  text::append_unsigned(out, media.port);
  if (media.port_count) {
    out += '/';
    text::append_unsigned(out, *media.port_count);
  }
  out.append(1, ' ').append(media.protocol);
  for (const std::string& format : media.formats) out.append(1, ' ').append(format);
  out.append("\r\n");
  optional_line(out, 'i', media.title);
  write_connection(out, media.connection);
  for (const std::string& bandwidth : media.bandwidths) line(out, 'b', bandwidth);
  write_attributes(out, media.attributes);
}

}  // namespace

const Attribute* Attributes::find_attribute(std::string_view name) const {
  const auto found =
      std::find_if(all_.begin(), all_.end(), [name](const Attribute& a) { return a.name == name; });
  return found == all_.end() ? nullptr : &*found;
}

std::optional<std::string_view> Attributes::find(std::string_view name) const {
  const Attribute* attribute = find_attribute(name);
  if (attribute == nullptr) return std::nullopt;
  return attribute->value ? std::string_view(*attribute->value) : std::string_view();
}

std::vector<std::string_view> Attributes::values(std::string_view name) const {
  std::vector<std::string_view> found;
  for (const Attribute& attribute : all_)
    if (attribute.name == name) found.emplace_back(attribute.value ? *attribute.value : std::string_view());
  return found;
}

void Attributes::add(std::string_view name, std::optional<std::string_view> value) {
  Attribute& attribute = all_.emplace_back();
  attribute.name = name;
  if (value) attribute.value = std::string(*value);
}

void Attributes::remove(std::string_view name) {
  std::erase_if(all_, [name](const Attribute& attribute) { return attribute.name == name; });
}

const Connection* SessionDescription::connection_of(const Media& stream) const {
  if (stream.connection) return &*stream.connection;
  return connection ? &*connection : nullptr;
}

std::string SessionDescription::write() const {
  std::string out;
  out.reserve(512);
  line(out, 'v', "0");
  write_origin(out, origin);
  line(out, 's', name);
  optional_line(out, 'i', information);
  optional_line(out, 'u', uri);
  optional_line(out, 'e', email);
  optional_line(out, 'p', phone);
  write_connection(out, connection);
  for (const std::string& bandwidth : bandwidths) line(out, 'b', bandwidth);
  for (const std::string& timing : timings) line(out, 't', timing);
  write_attributes(out, attributes);
  for (const Media& stream : media) write_media(out, stream);
  return out;
}

}  // namespace cxload::sdp
