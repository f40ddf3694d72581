package io.sekisho.cli;

import java.util.Locale;

/// A switch's two positions, as they are typed.
enum OnOff {
  ON,
  OFF;

  boolean isOn() {
    return this == ON;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
