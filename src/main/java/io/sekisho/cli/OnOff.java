package io.sekisho.cli;

import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a switch.
final class OnOff implements ITypeConverter<Boolean>, Iterable<String> {
  @Override
  public Boolean convert(String word) {
    return switch (word) {
      case "on" -> true;
      case "off" -> false;
      default -> throw new TypeConversionException("a switch is on or off, not \"" + word + "\"");
    };
  }

  @Override
  public Iterator<String> iterator() {
    return List.of("on", "off").iterator();
  }
}
