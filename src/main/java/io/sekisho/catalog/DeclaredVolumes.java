package io.sekisho.catalog;

import io.sekisho.iam.Crn;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.Reference;
import io.sekisho.vpc.Resource;
import io.sekisho.vpc.VolumeAttachment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The volumes of an instance that was declared: an inventory names them, and says no more of them.
public final class DeclaredVolumes {
  private static final VolumeProfile PROFILE = VolumeProfile.ALL.getFirst();

  private DeclaredVolumes() {}

  /// Those of its volumes that are not there yet, or of which the instance says something else now.
  ///
  /// @param there what has an id, if anything has
  public static List<Volume> of(Instance instance, Function<String, Optional<Resource>> there) {
    List<Volume> all = new ArrayList<>();
    for (VolumeAttachment each : instance.volumes()) {
      Optional<Resource> before = there.apply(each.volume().id());
      Volume made = made(instance, each);
      switch (before.orElse(made)) {
        case Volume it when it.account().equals(instance.account()) -> {
          Volume after = it.with(goesWith(instance, each));
          if (before.filter(after::equals).isEmpty()) {
            all.add(after);
          }
        }
        default -> {
          // An id that is somebody else's: it stays theirs.
        }
      }
    }
    return all;
  }

  /// The id of the instance that an attached volume is deleted with; empty if it stays.
  public static String goesWith(Instance instance, VolumeAttachment attachment) {
    return attachment.deleteVolumeOnInstanceDelete() ? instance.id() : "";
  }

  private static Volume made(Instance instance, VolumeAttachment attachment) {
    boolean boot = attachment.type().equals("boot");
    int iops = PROFILE.iops(VolumeProfile.USUAL_CAPACITY).max();
    return new Volume(
        identity(instance, attachment.volume()),
        "",
        instance.zone(),
        PROFILE.name(),
        VolumeProfile.USUAL_CAPACITY,
        iops,
        PROFILE.bandwidth(iops),
        Optional.empty(),
        boot ? instance.image() : Optional.empty(),
        Optional.empty());
  }

  private static Identity identity(Instance instance, Reference named) {
    Identity its = instance.identity();
    return new Identity(
        named.id(),
        crn(instance, named),
        named.name(),
        its.account(),
        its.resourceGroup(),
        its.createdAt());
  }

  /// As the inventory has it, if that can be the CRN of something of the account's.
  private static Crn crn(Instance instance, Reference named) {
    try {
      Crn said = Crn.parse(named.crn());
      if (said.account().equals(instance.account())) {
        return said;
      }
    } catch (IllegalArgumentException _) {
      // A CRN of another kind.
    }
    return new Crn("is", instance.zone(), instance.account(), "volume", named.id());
  }
}
