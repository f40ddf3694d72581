package io.sekisho.compliance;

import io.sekisho.catalog.AllowedUse;
import io.sekisho.catalog.Catalog;
import io.sekisho.catalog.Image;
import io.sekisho.catalog.Volume;
import io.sekisho.control.Turn;
import io.sekisho.guardrail.Suitability;
import io.sekisho.problem.Code;
import io.sekisho.problem.Problem;
import io.sekisho.vpc.BareMetalServer;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.VolumeAttachment;
import java.util.Optional;
import java.util.stream.Stream;

/// Refuses every write that makes a server something that its image, or the volume that it boots
/// from, may not be used for. What was so already may change in other respects.
public final class ImageInsistence implements Turn.Insistence {
  private static final String BOOT = "boot";

  /// What a server comes from, and what that may be used for.
  private record Source(String words, AllowedUse use) {}

  @Override
  public Optional<Problem> objection(Turn turn, Object value, Optional<Object> before) {
    if (!(value instanceof Compute compute)) {
      return Optional.empty();
    }
    Optional<Compute> old = before.map(Compute.class::cast);
    return sources(turn, compute)
        .filter(source -> !Suitability.of(source.use, compute))
        .filter(source -> old.filter(was -> broke(turn, source, was)).isEmpty())
        .findFirst()
        .map(source -> problem(source, compute));
  }

  private static boolean broke(Turn turn, Source source, Compute was) {
    return sources(turn, was).anyMatch(source::equals) && !Suitability.of(source.use, was);
  }

  private static Stream<Source> sources(Turn turn, Compute compute) {
    return switch (compute) {
      case Instance it ->
          Stream.concat(
              it.image().flatMap(image -> image(turn, image.id())).stream(),
              it.volumes().stream()
                  .filter(attached -> attached.type().equals(BOOT))
                  .flatMap(attached -> volume(turn, attached).stream()));
      case BareMetalServer it ->
          it.metal().image().flatMap(image -> image(turn, image.id())).stream();
    };
  }

  /// An account's image or the catalogue's; of one that nobody registered, nothing is known.
  private static Optional<Source> image(Turn turn, String id) {
    Stream<Image> offered =
        turn.value(Catalog.ID).map(Catalog.class::cast).stream()
            .flatMap(it -> it.images().stream());
    return Stream.concat(
            turn.value(id).filter(Image.class::isInstance).map(Image.class::cast).stream(),
            offered.filter(image -> image.id().equals(id)))
        .findFirst()
        .map(image -> new Source("image " + image.name(), image.allowedUse()));
  }

  private static Optional<Source> volume(Turn turn, VolumeAttachment attached) {
    return turn.value(attached.volume().id())
        .filter(Volume.class::isInstance)
        .map(Volume.class::cast)
        .flatMap(it -> it.allowedUse().map(use -> new Source("boot volume " + it.name(), use)));
  }

  private static Problem problem(Source source, Compute compute) {
    return Problem.of(
        Code.CONFIG_RULE_VIOLATED,
        "%s may not be like this: allowed_use of its %s asks for %s."
            .formatted(compute.name(), source.words, Suitability.text(source.use, compute)));
  }
}
