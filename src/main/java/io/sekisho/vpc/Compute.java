package io.sekisho.vpc;

import io.sekisho.iam.ComputeType;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A compute resource: what may ask the metadata service who it is.
public sealed interface Compute extends Resource permits Instance, BareMetalServer {
  /// The id of its VPC.
  @Override
  String vpc();

  String zone();

  ComputeType type();

  /// The name of its hardware profile, such as `bx2-2x8`.
  String profile();

  MetadataService metadataService();

  /// How often its tokens were revoked; a token of an earlier generation is refused.
  long tokenGeneration();

  Initialization initialization();

  /// Whether anything runs in it that could ask for something.
  default boolean running() {
    return true;
  }

  /// Its interfaces, the primary one first.
  List<NetworkInterface> interfaces();

  @Override
  default Set<String> needs() {
    Set<String> all = new HashSet<>(initialization().keys());
    all.add(vpc());
    interfaces().forEach(nic -> all.addAll(nic.virtualNetworkInterface().needs()));
    initialization().password().ifPresent(password -> all.add(password.key()));
    initialization().defaultTrustedProfile().ifPresent(each -> all.add(each.target().id()));
    return all;
  }

  /// The same with other interfaces.
  Compute with(List<NetworkInterface> others);

  @Override
  default Compute with(Resource part) {
    return with(interfaces().stream().map(nic -> nic.with(part)).toList());
  }

  @Override
  default List<Resource> bound() {
    return interfaces().stream().<Resource>map(NetworkInterface::virtualNetworkInterface).toList();
  }

  /// What it is given to begin with.
  ///
  /// @param keys ids of the SSH keys
  /// @param userData exactly as given; empty if none was
  /// @param vendorData the same of whoever runs this
  /// @param seedSecret what has to be known to read all this without a token, as cloud-init does;
  ///   empty if nobody may
  record Initialization(
      List<String> keys,
      Optional<String> userData,
      Optional<DefaultTrustedProfile> defaultTrustedProfile,
      Optional<Password> password,
      Optional<String> vendorData,
      Optional<String> seedSecret) {
    public static final Initialization NONE =
        new Initialization(List.of(), Optional.empty(), Optional.empty(), Optional.empty());

    public Initialization {
      keys = List.copyOf(keys);
    }

    public Initialization(
        List<String> keys,
        Optional<String> userData,
        Optional<DefaultTrustedProfile> defaultTrustedProfile,
        Optional<Password> password) {
      this(keys, userData, defaultTrustedProfile, password, Optional.empty(), Optional.empty());
    }

    /// Without user data, password and secret: all are the guest's.
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
