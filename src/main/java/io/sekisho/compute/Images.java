package io.sekisho.compute;

import io.sekisho.audit.Action;
import io.sekisho.catalog.Image;
import io.sekisho.catalog.Image.Status;
import io.sekisho.catalog.OperatingSystem;
import io.sekisho.catalog.Volume;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Estate;
import io.sekisho.estate.Names;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.estate.Which;
import io.sekisho.problem.Nearest;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Instance;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Images. They are registered: nothing is fetched, and what their bytes are nobody here knows.
public final class Images {
  private static final int MOST = 250;
  private static final int LONGEST_HREF = 2_048;
  private static final String DEPRECATION = "deprecation_at";
  private static final String OBSOLESCENCE = "obsolescence_at";
  private static final String MANAGE = "is.image.image.manage-allowed-use";

  private final Estate estate;

  public Images(Estate estate) {
    this.estate = estate;
  }

  /// @param href where the bytes are, for whoever wants to know
  public record File(Optional<String> href) {}

  /// What is said of a new image: either that it is a file with an operating system, or of which
  /// volume it is to be made.
  public record Prototype(
      Optional<AllowedUses.Said> allowedUse,
      Optional<String> deprecationAt,
      Optional<String> encryptedDataKey,
      Optional<Which> encryptionKey,
      Optional<File> file,
      Optional<String> name,
      Optional<String> obsolescenceAt,
      Optional<Which> operatingSystem,
      Optional<Which> resourceGroup,
      Optional<Which> sourceVolume) {}

  /// What is said of an image that changes.
  public record Patch(
      Optional<AllowedUses.Said> allowedUse,
      Optional<String> deprecationAt,
      Optional<String> name,
      Optional<String> obsolescenceAt) {}

  /// @param version the date of the API that the caller asks
  public Outcome<Image> create(Actor actor, Prototype said, LocalDate version) {
    return estate.write(
        actor, Action.IMAGE_CREATE, "", scene -> scene.put(made(scene, said, version)));
  }

  private static Image made(Scene scene, Prototype said, LocalDate version) {
    if (said.encryptionKey.isPresent() || said.encryptedDataKey.isPresent()) {
      throw Refusal.invalid(
          "encryption_key", "Images are registered without their bytes: leave their keys out.");
    }
    if (said.file.isPresent() == said.sourceVolume.isPresent()) {
      throw Refusal.invalid("file", "Give one of file and source_volume.");
    }
    if (said.file.flatMap(File::href).filter(it -> it.length() > LONGEST_HREF).isPresent()) {
      throw Refusal.invalid("file.href", "At most %d characters.".formatted(LONGEST_HREF));
    }
    scene.expectRoom(scene.all(Image.class).size(), MOST, "images of your own");
    Optional<Volume> volume =
        scene.find(Volume.class, said.sourceVolume, "source_volume").map(it -> free(scene, it));
    OperatingSystem system =
        volume.isPresent() ? its(volume.get(), said) : named(scene, said.operatingSystem);
    Identity identity =
        scene.regional(
            "image", scene.region(), name(scene, said.name, ""), scene.group(said.resourceGroup));
    Image image =
        new Image(
            identity,
            system,
            AllowedUses.of(
                said.allowedUse,
                volume.flatMap(Volume::allowedUse).orElse(AllowedUses.any(version)),
                scene.now()),
            said.file.flatMap(File::href),
            volume.map(Volume::capacity).orElse(Image.USUAL_SIZE),
            volume.map(Volume::reference),
            said.deprecationAt.map(it -> future(scene, it, DEPRECATION)),
            said.obsolescenceAt.map(it -> future(scene, it, OBSOLESCENCE)));
    return ordered(image);
  }

  private static OperatingSystem named(Scene scene, Optional<Which> which) {
    String name =
        which
            .flatMap(it -> it.name().or(it::byId))
            .orElseThrow(
                () -> Refusal.missing("operating_system", "Say which operating system it has."));
    return scene
        .catalog()
        .operatingSystem(name)
        .filter(OperatingSystem::allowUserImageCreation)
        .orElseThrow(
            () ->
                Refusal.invalid(
                    "operating_system",
                    "There is no operating system %s for images of one's own: GET /v1/operating_systems lists them.%s"
                        .formatted(name, Nearest.question(name, ownOnes(scene)))));
  }

  private static List<String> ownOnes(Scene scene) {
    return scene.catalog().offeredOperatingSystems().stream()
        .filter(OperatingSystem::allowUserImageCreation)
        .map(OperatingSystem::name)
        .toList();
  }

  private static OperatingSystem its(Volume volume, Prototype said) {
    if (said.operatingSystem.isPresent()) {
      throw Refusal.invalid(
          "operating_system", "An image of a volume has the volume's: leave it out.");
    }
    return volume
        .operatingSystem()
        .orElseThrow(
            () ->
                Refusal.invalid(
                    "source_volume",
                    "Volume %s has no operating system.".formatted(volume.name())));
  }

  private static Volume free(Scene scene, Volume volume) {
    scene.expect("is.volume.volume.operate", volume);
    scene.users(volume.id()).stream()
        .filter(Instance.class::isInstance)
        .map(Instance.class::cast)
        .filter(it -> it.lifecycle().status().equals("running"))
        .findFirst()
        .ifPresent(
            it -> {
              throw Refusal.conflict(
                  "Volume %s is in use by instance %s, which is running: stop that first."
                      .formatted(volume.name(), it.name()));
            });
    return volume;
  }

  /// Names are one's own among those of the account and of the catalogue.
  private static String name(Scene scene, Optional<String> given, String id) {
    List<Image> others = new ArrayList<>(scene.all(Image.class));
    others.addAll(scene.catalog().images());
    return Names.own(Names.unreserved(given), others, id);
  }

  private static Instant future(Scene scene, String text, String field) {
    Instant at = instant(text, field);
    if (at.isBefore(scene.now())) {
      throw Refusal.invalid(field, "It must not be in the past.");
    }
    return at;
  }

  private static Instant instant(String text, String field) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException _) {
      throw Refusal.invalid(field, "Give a time such as 2026-12-31T00:00:00Z.");
    }
  }

  private static Image ordered(Image it) {
    if (it.deprecationAt().isPresent()
        && it.obsolescenceAt().isPresent()
        && !it.deprecationAt().get().isBefore(it.obsolescenceAt().get())) {
      throw Refusal.invalid(
          OBSOLESCENCE, "An image is deprecated first, and obsolete later: give a later time.");
    }
    return it;
  }

  /// @param removed which of the two times are to go
  public Outcome<Image> update(Actor actor, String id, Patch said, Set<String> removed) {
    return estate.write(
        actor,
        Action.IMAGE_UPDATE,
        id,
        scene -> {
          Image before = own(scene, id);
          if (said.allowedUse.isPresent()) {
            scene.expect(MANAGE, before);
          }
          Identity identity =
              Scene.renamed(
                  before.identity(),
                  said.name.isEmpty() ? before.name() : name(scene, said.name, id));
          return scene.put(
              ordered(
                  new Image(
                      identity,
                      before.operatingSystem(),
                      AllowedUses.of(said.allowedUse, before.allowedUse(), scene.now()),
                      before.file(),
                      before.minimumProvisionedSize(),
                      before.sourceVolume(),
                      time(scene, said.deprecationAt, before.deprecationAt(), DEPRECATION, removed),
                      time(
                          scene,
                          said.obsolescenceAt,
                          before.obsolescenceAt(),
                          OBSOLESCENCE,
                          removed))));
        });
  }

  /// A time that has come can be removed, not moved.
  private static Optional<Instant> time(
      Scene scene,
      Optional<String> said,
      Optional<Instant> before,
      String field,
      Set<String> removed) {
    if (removed.contains(field)) {
      return Optional.empty();
    }
    if (said.isEmpty()) {
      return before;
    }
    if (before.filter(at -> !at.isAfter(scene.now())).isPresent()) {
      throw Refusal.conflict("That time has come: remove %s first.".formatted(field));
    }
    return Optional.of(future(scene, said.get(), field));
  }

  /// Says that an image should not be used any more.
  public Outcome<Image> deprecate(Actor actor, String id) {
    return estate.write(
        actor,
        Action.IMAGE_DEPRECATE,
        id,
        scene -> {
          Image it = own(scene, id);
          if (it.deprecationAt().isPresent() || it.status(scene.now()) == Status.OBSOLETE) {
            throw Refusal.conflict(
                "It is deprecated or obsolete, or has a deprecation_at: remove that first.");
          }
          return scene.put(ordered(times(it, Optional.of(scene.now()), it.obsolescenceAt())));
        });
  }

  /// Says that an image can't be used any more.
  public Outcome<Image> obsolete(Actor actor, String id) {
    return estate.write(
        actor,
        Action.IMAGE_OBSOLETE,
        id,
        scene -> {
          Image it = own(scene, id);
          if (it.obsolescenceAt().isPresent()) {
            throw Refusal.conflict("It has an obsolescence_at already: change that, or remove it.");
          }
          if (it.deprecationAt().filter(at -> at.isAfter(scene.now())).isPresent()) {
            throw Refusal.conflict("It is to be deprecated later: remove deprecation_at first.");
          }
          return scene.put(times(it, it.deprecationAt(), Optional.of(scene.now())));
        });
  }

  private static Image times(
      Image it, Optional<Instant> deprecationAt, Optional<Instant> obsolescenceAt) {
    return new Image(
        it.identity(),
        it.operatingSystem(),
        it.allowedUse(),
        it.file(),
        it.minimumProvisionedSize(),
        it.sourceVolume(),
        deprecationAt,
        obsolescenceAt);
  }

  /// Deletes an image. What was made from it stays.
  public Outcome<Image> delete(Actor actor, String id) {
    return estate.write(
        actor,
        Action.IMAGE_DELETE,
        id,
        scene -> {
          Image image = own(scene, id);
          scene.delete(image);
          return image;
        });
  }

  private static Image own(Scene scene, String id) {
    if (scene.catalog().images().stream().anyMatch(it -> it.id().equals(id))) {
      throw Refusal.conflict(
          "Image %s is of the catalogue: only whoever runs this changes it.".formatted(id));
    }
    return scene.get(Image.class, id);
  }
}
