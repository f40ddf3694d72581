package io.sekisho.mint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HardwareProfileTest {
  @ParameterizedTest
  @CsvSource({
    "bx2-2x8, 2, 8, intel, 4000, 0, 0",
    "bxf-2x8, 2, 8, intel, 4000, 0, 0",
    "bx2d-4x16, 4, 16, intel, 8000, 1, 150",
    "bx2ad-32x128, 32, 128, amd, 64000, 2, 600",
    "bx3dc-8x40, 8, 40, intel, 16000, 1, 300",
    "cx2-128x256, 128, 256, intel, 200000, 0, 0",
    "ux2d-8x224, 8, 224, intel, 16000, 1, 300",
    "gx3-16x80x1l4, 16, 80, intel, 32000, 0, 0",
  })
  void readsTheName(
      String name, int vcpus, int memory, String maker, int megabits, int disks, int size) {
    HardwareProfile profile = HardwareProfile.parse(name).orElseThrow();
    assertThat(profile)
        .isEqualTo(new HardwareProfile(vcpus, memory, maker, profile.gpu(), disks, size));
    assertThat(profile.bandwidth()).isEqualTo(megabits);
  }

  @ParameterizedTest
  @CsvSource({
    "gx2-8x64x1v100, 1, nvidia, 16, v100",
    "gx3d-160x1792x8h100, 8, nvidia, 640, h100",
    "gx3d-208x1792x8mi300x, 8, amd, 1536, mi300x",
  })
  void readsAccelerators(String name, int count, String maker, int memory, String model) {
    assertThat(HardwareProfile.parse(name).orElseThrow().gpu())
        .hasValueSatisfying(
            gpu -> {
              assertThat(gpu.count()).isEqualTo(count);
              assertThat(gpu.manufacturer()).isEqualTo(maker);
              assertThat(gpu.memory()).isEqualTo(memory);
              assertThat(gpu.model()).isEqualTo(model);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny", "bx2", "bx2-0x8", "bx2-2x0", "bx2-2x8x", "2x8", "bx2-99999x8"})
  void saysNothingOfOtherNames(String name) {
    assertThat(HardwareProfile.parse(name)).isEmpty();
  }
}
