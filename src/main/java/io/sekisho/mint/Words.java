package io.sekisho.mint;

import java.util.List;
import java.util.UUID;

/// Names for what nobody gave one: four words and hyphens between them, as IBM does it.
public final class Words {
  private static final int COUNT = 4;
  private static final int BITS = 16;

  private static final List<String> VOCABULARY =
      List.of(
          ("amber anchor apple autumn basalt beacon birch bridge bronze canal candle cedar cliff"
                  + " cobalt copper coral crane delta dune ember falcon fern field flint forest"
                  + " gable garnet glade granite harbor hazel heron indigo iris island ivory jade"
                  + " juniper kettle lagoon lantern larch ledge linen maple marble meadow mill"
                  + " moss oak onyx orchard otter pebble pine plum prairie quartz raven reed ridge"
                  + " river robin rowan saffron sage sand shore slate sparrow spruce stone summit"
                  + " teal thistle timber valley velvet violet walnut willow winter wren")
              .split(" "));

  private Words() {}

  /// The same for the same id.
  public static String of(UUID id) {
    StringBuilder name = new StringBuilder();
    long bits = id.getMostSignificantBits() * 31 ^ id.getLeastSignificantBits();
    for (int i = 0; i < COUNT; i++) {
      int at = (int) (bits >>> (i * BITS)) & ((1 << BITS) - 1);
      name.append(i == 0 ? "" : "-").append(VOCABULARY.get(at % VOCABULARY.size()));
    }
    return name.toString();
  }
}
