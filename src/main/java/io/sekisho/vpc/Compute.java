package io.sekisho.vpc;

import io.sekisho.iam.ComputeType;
import java.util.List;
import java.util.Optional;

/// A compute resource: what may ask the metadata service who it is.
public sealed interface Compute permits Instance, BareMetalServer {
  Identity identity();

  /// The id of its VPC.
  String vpc();

  String zone();

  ComputeType type();

  /// The name of its hardware profile, such as `bx2-2x8`.
  String profile();

  MetadataService metadataService();

  /// How often its tokens were revoked; a token of an earlier generation is refused.
  long tokenGeneration();

  Initialization initialization();

  /// Its interfaces, the primary one first.
  List<NetworkInterface> interfaces();

  default String id() {
    return identity().id();
  }

  /// What it was given when it was made, frozen since.
  ///
  /// @param keys ids of the SSH keys
  /// @param userData exactly as given; empty if none was
  record Initialization(
      List<String> keys,
      Optional<String> userData,
      Optional<DefaultTrustedProfile> defaultTrustedProfile,
      Optional<Password> password) {
    public static final Initialization NONE =
        new Initialization(List.of(), Optional.empty(), Optional.empty(), Optional.empty());

    public Initialization {
      keys = List.copyOf(keys);
    }

    /// Without user data and password: both are the guest's secrets.
    @Override
    public String toString() {
      return "Initialization[keys=" + keys + ", " + defaultTrustedProfile + "]";
    }
  }

  /// The profile that an IAM token is for when the request names none.
  ///
  /// @param autoLink whether a link was made along with the compute resource
  record DefaultTrustedProfile(boolean autoLink, Reference target) {}

  /// A Windows administrator's password, readable only with the private half of `key`.
  ///
  /// @param key the id of the SSH key it is encrypted under
  record Password(String encryptedPassword, String key) {
    @Override
    public String toString() {
      return "Password[key=" + key + "]";
    }
  }
}
