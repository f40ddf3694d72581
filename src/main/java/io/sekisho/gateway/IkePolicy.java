package io.sekisho.gateway;

import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Resource;

/// What a VPN gateway agrees to in the first phase of a connection.
///
/// @param dhGroup the number of a Diffie-Hellman group
/// @param ikeVersion 1 or 2
/// @param keyLifetime in seconds
public record IkePolicy(
    Identity identity,
    Authentication authentication,
    int dhGroup,
    Encryption encryption,
    int ikeVersion,
    int keyLifetime)
    implements Resource {

  /// How it is made sure that nobody changed anything.
  public enum Authentication {
    SHA256,
    SHA384,
    SHA512
  }

  /// How it is made sure that nobody reads anything.
  public enum Encryption {
    AES128,
    AES192,
    AES256
  }
}
