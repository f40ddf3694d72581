package io.sekisho.guest;

import io.sekisho.snapshot.Snapshot;
import java.util.Map;

/// Where listeners have to stand, given what there is: in each VPC's namespace, or on loopback
/// ports where guests are simulated.
///
/// Implemented where the kernel's doors are known.
@FunctionalInterface
public interface Reception {
  /// The sites that have to be open now, each under a label that is its own for as long as it is.
  Map<String, Site> sites(Snapshot now);
}
