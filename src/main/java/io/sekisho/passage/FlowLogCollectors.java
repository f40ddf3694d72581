package io.sekisho.passage;

import io.sekisho.audit.Action;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Estate;
import io.sekisho.estate.Holdings;
import io.sekisho.estate.Names;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.estate.Which;
import io.sekisho.gateway.FlowLogCollector;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.Vpc;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Flow log collectors.
public final class FlowLogCollectors {
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  private final Estate estate;

  public FlowLogCollectors(Estate estate) {
    this.estate = estate;
  }

  /// What is said of a new one.
  ///
  /// @param active true, unless said
  public record Prototype(
      Optional<Boolean> active,
      Optional<String> name,
      Optional<Which> resourceGroup,
      Bucket storageBucket,
      Which target) {}

  /// Where the logs go.
  public record Bucket(String name) {}

  /// What is said of one that changes.
  public record Patch(Optional<Boolean> active, Optional<String> name) {}

  public Outcome<FlowLogCollector> create(Actor actor, Prototype said) {
    return estate.write(
        actor,
        Action.FLOW_LOG_COLLECTOR_CREATE,
        "",
        scene -> {
          FlowTarget target = FlowTarget.named(scene, said.target());
          scene.expect(target.operate(), target.guard());
          scene
              .all(FlowLogCollector.class, it -> it.target().equals(target.id()))
              .forEach(
                  it -> {
                    throw Refusal.conflict(
                        "%s has flow log collector %s already: use that one."
                            .formatted(target.name(), it.name()));
                  });
          String bucket = said.storageBucket().name();
          if (!BUCKET.matcher(bucket).matches()) {
            throw Refusal.invalid(
                "storage_bucket.name",
                "A bucket's name has 3 to 63 lower-case letters, digits, periods and hyphens.");
          }
          Vpc vpc = scene.get(Vpc.class, target.vpc());
          return scene.put(
              new FlowLogCollector(
                  scene.regional(
                      "flow-log-collector",
                      vpc.region(),
                      Names.own(said.name(), within(scene, vpc.id()), ""),
                      scene.group(said.resourceGroup())),
                  vpc.id(),
                  target.type(),
                  target.id(),
                  bucket,
                  said.active().orElse(true)));
        });
  }

  private static List<FlowLogCollector> within(Holdings holdings, String vpc) {
    return holdings.all(FlowLogCollector.class, it -> it.vpc().equals(vpc));
  }

  public Outcome<FlowLogCollector> update(Actor actor, String id, Patch said) {
    return estate.write(
        actor,
        Action.FLOW_LOG_COLLECTOR_UPDATE,
        id,
        scene -> {
          FlowLogCollector it = scene.get(FlowLogCollector.class, id);
          String name = Names.renamed(said.name(), it, within(scene, it.vpc()));
          return scene.put(
              new FlowLogCollector(
                  Scene.renamed(it.identity(), name),
                  it.vpc(),
                  it.targetType(),
                  it.target(),
                  it.storageBucket(),
                  said.active().orElse(it.active())));
        });
  }

  public Outcome<FlowLogCollector> delete(Actor actor, String id) {
    return estate.write(
        actor,
        Action.FLOW_LOG_COLLECTOR_DELETE,
        id,
        scene -> {
          FlowLogCollector collector = scene.get(FlowLogCollector.class, id);
          scene.delete(collector);
          return collector;
        });
  }
}
