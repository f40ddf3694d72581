package io.sekisho.catalog;

import io.sekisho.iam.AccountId;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Reference;
import io.sekisho.vpc.Resource;
import java.time.Instant;
import java.util.Optional;

/// What servers boot from. It is registered: its bytes are wherever the hosts have them.
///
/// @param file where its bytes came from, if anybody said so
/// @param minimumProvisionedSize of a volume made from it, in GB
/// @param sourceVolume the volume that it was made from
/// @param deprecationAt from when on it should not be used any more
/// @param obsolescenceAt from when on it can't be used any more
public record Image(
    Identity identity,
    OperatingSystem operatingSystem,
    AllowedUse allowedUse,
    Optional<String> file,
    int minimumProvisionedSize,
    Optional<Reference> sourceVolume,
    Optional<Instant> deprecationAt,
    Optional<Instant> obsolescenceAt)
    implements Resource {
  /// Of which nothing is said, in GB.
  public static final int USUAL_SIZE = 100;

  /// Where it is in its life.
  public enum Status {
    AVAILABLE,
    DEPRECATED,
    OBSOLETE
  }

  public Status status(Instant now) {
    if (obsolescenceAt.filter(at -> !at.isAfter(now)).isPresent()) {
      return Status.OBSOLETE;
    }
    return deprecationAt.filter(at -> !at.isAfter(now)).isPresent()
        ? Status.DEPRECATED
        : Status.AVAILABLE;
  }

  /// Whether it is for all accounts: of the operator's catalogue.
  public boolean isPublic() {
    return account().equals(AccountId.HOUSE);
  }

  public Reference reference() {
    return reference("image");
  }
}
