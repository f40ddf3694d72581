package io.sekisho.compute;

import io.sekisho.catalog.Image;
import io.sekisho.catalog.Image.Status;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.estate.Which;

/// What instances are made from, and where.
final class Sources {
  private Sources() {}

  /// The zone's name.
  static String zone(Scene scene, InstancePrototype said) {
    return scene
        .zone(said.zone().orElseThrow(() -> Refusal.missing("zone", "Say which zone.")), "zone")
        .name();
  }

  /// The image that a body names, which has to be one that can still be used.
  static Image image(Scene scene, Which which) {
    Image image = scene.image(which, "image");
    if (!image.isPublic()) {
      scene.expect("is.image.image.operate", image);
    }
    if (image.status(scene.now()) == Status.OBSOLETE) {
      throw Refusal.invalid("image", "Image %s is obsolete.".formatted(image.name()));
    }
    return image;
  }
}
