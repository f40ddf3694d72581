package io.sekisho.policy;

import io.sekisho.snapshot.Snapshot;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.Resource;
import io.sekisho.vpc.Subject;
import io.sekisho.vpc.Subnet;
import java.util.List;

/// What stands in one VPC, however it is filtered: changes of groups and ACLs leave it as it is.
///
/// @param subjects its compute resources, as far as they are here
public record Inhabitants(List<Subject> subjects, List<Subnet> subnets) {
  public Inhabitants {
    subjects = List.copyOf(subjects);
    subnets = List.copyOf(subnets);
  }

  /// @param vpc its id
  public static Inhabitants of(Snapshot now, String vpc) {
    List<Resource> inside = now.contents().needing(vpc);
    return new Inhabitants(
        inside.stream()
            .filter(Compute.class::isInstance)
            .flatMap(it -> now.subject(it.id()).stream())
            .toList(),
        inside.stream().filter(Subnet.class::isInstance).map(Subnet.class::cast).toList());
  }
}
