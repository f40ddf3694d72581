package io.sekisho.catalog;

import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Reference;
import io.sekisho.vpc.Resource;
import java.util.Optional;

/// A block of storage that an instance can have. It is registered: its bytes are wherever the hosts
/// have them.
///
/// @param partOf the id of the instance that it is deleted with; empty if it outlives all
/// @param profile name of its profile, such as `general-purpose`
/// @param capacity in GB
/// @param iops operations a second at most
/// @param bandwidth in Mbit/s at most
/// @param operatingSystem what is on it, if it was made from an image
/// @param sourceImage the image that it was made from
/// @param allowedUse which servers it may become, if one can boot from it
public record Volume(
    Identity identity,
    String partOf,
    String zone,
    String profile,
    int capacity,
    int iops,
    int bandwidth,
    Optional<OperatingSystem> operatingSystem,
    Optional<Reference> sourceImage,
    Optional<AllowedUse> allowedUse)
    implements Resource {
  /// The same with an instance to be deleted with, or with none.
  public Volume with(String partOf) {
    return new Volume(
        identity,
        partOf,
        zone,
        profile,
        capacity,
        iops,
        bandwidth,
        operatingSystem,
        sourceImage,
        allowedUse);
  }

  public Reference reference() {
    return reference("volume");
  }
}
