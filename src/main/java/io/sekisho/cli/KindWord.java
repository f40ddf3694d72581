package io.sekisho.cli;

import io.sekisho.client.Kind;
import java.util.Arrays;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a kind of resource, and knows the words for completion.
final class KindWord implements ITypeConverter<Kind>, Iterable<String> {
  @Override
  public Kind convert(String word) {
    return Kind.of(word)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "there is no kind \"%s\"; kinds are %s"
                        .formatted(word, String.join(", ", this))));
  }

  @Override
  public Iterator<String> iterator() {
    return Arrays.stream(Kind.values()).map(Kind::word).iterator();
  }
}
