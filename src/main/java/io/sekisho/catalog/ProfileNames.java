package io.sekisho.catalog;

import java.util.ArrayList;
import java.util.List;

/// The hardware profiles that IBM's documentation lists in 2026. A name says what is in it.
final class ProfileNames {
  private static final int[] SECOND = {2, 4, 8, 16, 32, 48, 64, 96, 128};
  private static final int[] THIRD = {2, 4, 8, 16, 24, 32, 48, 64, 96, 128, 176};
  private static final int[] FLEXIBLE = {2, 4, 8, 16, 24, 32, 48, 64};

  static final List<String> INSTANCE = instances();

  static final List<String> BARE_METAL_SERVER =
      List.of(
          "bx2-metal-96x384",
          "bx2-metal-192x768",
          "bx2d-metal-96x384",
          "bx2d-metal-192x768",
          "bx3-metal-48x256",
          "bx3-metal-64x256",
          "bx3d-metal-48x256",
          "bx3d-metal-64x256",
          "bx3d-metal-192x1024",
          "cx2-metal-96x192",
          "cx2d-metal-96x192",
          "cx3d-metal-48x128",
          "cx3d-metal-64x128",
          "mx2-metal-96x768",
          "mx2d-metal-96x768",
          "mx3-metal-48x512",
          "mx3-metal-64x512",
          "mx3d-metal-16x128",
          "mx3d-metal-48x512",
          "mx3d-metal-64x512",
          "mx3d-metal-96x1024",
          "mx3d-metal-128x1024",
          "ux3-metal-16x512",
          "ux3d-metal-16x512",
          "vx2d-metal-96x1536",
          "vx3-metal-16x256",
          "vx3d-metal-16x256");

  private ProfileNames() {}

  private static List<String> instances() {
    List<String> all = new ArrayList<>();
    for (String disks : List.of("", "d")) {
      add(all, "bx2" + disks, 4, SECOND);
      add(all, "cx2" + disks, 2, SECOND);
      add(all, "mx2" + disks, 8, SECOND);
    }
    add(all, "bx3d", 5, THIRD);
    add(all, "cx3d", 2.5, THIRD);
    add(all, "mx3d", 10, THIRD);
    add(all, "bxf", 4, FLEXIBLE);
    add(all, "cxf", 2, FLEXIBLE);
    add(all, "mxf", 8, FLEXIBLE);
    add(all, "nxf", 1, 1, 2);
    add(all, "ox2", 8, 2, 4, 8, 16, 32, 64, 96, 128);
    add(all, "ux2d", 28, 2, 4, 8, 16, 36, 48, 72, 100, 200);
    add(all, "vx2d", 14, 2, 4, 8, 16, 44, 88, 144, 176);
    all.addAll(
        List.of(
            "gx2-8x64x1v100",
            "gx2-16x128x1v100",
            "gx2-16x128x2v100",
            "gx2-32x256x2v100",
            "gx3-16x80x1l4",
            "gx3-24x120x1l40s",
            "gx3-32x160x2l4",
            "gx3-48x240x2l40s",
            "gx3-64x320x4l4",
            "gx3d-160x1792x8gaudi3",
            "gx3d-160x1792x8h100",
            "gx3d-160x1792x8h200",
            "gx3d-208x1792x8mi300x"));
    return List.copyOf(all);
  }

  /// @param memory in GiB for each virtual processor
  private static void add(List<String> all, String family, double memory, int... sizes) {
    for (int size : sizes) {
      all.add("%s-%dx%d".formatted(family, size, (int) (size * memory)));
    }
  }
}
