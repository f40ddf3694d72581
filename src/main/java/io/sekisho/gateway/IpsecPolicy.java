package io.sekisho.gateway;

import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Resource;

/// What a VPN gateway agrees to in the second phase of a connection.
///
/// @param keyLifetime in seconds
public record IpsecPolicy(
    Identity identity,
    Authentication authentication,
    Encryption encryption,
    Pfs pfs,
    int keyLifetime)
    implements Resource {

  /// How it is made sure that nobody changed anything.
  public enum Authentication {
    /// The encryption sees to it.
    DISABLED,
    SHA256,
    SHA384,
    SHA512
  }

  /// How it is made sure that nobody reads anything.
  public enum Encryption {
    AES128,
    AES128GCM16,
    AES192,
    AES192GCM16,
    AES256,
    AES256GCM16;

    /// Whether it authenticates, too.
    public boolean authenticates() {
      return name().endsWith("GCM16");
    }
  }

  /// The Diffie-Hellman group of which keys are made that older ones don't give away.
  public enum Pfs {
    DISABLED,
    GROUP_14,
    GROUP_15,
    GROUP_16,
    GROUP_17,
    GROUP_18,
    GROUP_19,
    GROUP_20,
    GROUP_21,
    GROUP_22,
    GROUP_23,
    GROUP_24,
    GROUP_31
  }
}
