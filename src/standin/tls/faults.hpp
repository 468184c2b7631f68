/// TlsFaults: the rules of TLS at the stand-in's doors, each broken by one defect.
#pragma once

namespace cxload::standin::tls {

struct TlsFaults {
  // Certificates.
  bool expired = false;
  bool not_yet = false;  ///< valid from tomorrow on
  bool wrong_name = false;
  bool self_signed = false;
  bool for_clients = false;   ///< its extended key usage is that of a client
  bool ignores_name = false;  ///< one certificate, whatever name is asked for
  // Versions.
  bool only_1_0 = false;
  bool takes_legacy = false;  ///< 1.0 and 1.1 beside the others
  bool only_1_3 = false;
  bool no_1_3 = false;
};

}  // namespace cxload::standin::tls
