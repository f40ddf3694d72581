package io.sekisho.clerk;

import io.sekisho.client.Kind;
import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a kind of resource, and knows the words for completion.
final class KindWord implements ITypeConverter<Sort>, Iterable<String> {
  @Override
  public Sort convert(String word) {
    return Sort.of(word)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "there is no kind \"%s\"; kinds are %s"
                        .formatted(word, String.join(", ", this))));
  }

  @Override
  public Iterator<String> iterator() {
    return Stream.concat(
            Arrays.stream(Kind.values()).map(Kind::word),
            Arrays.stream(Thing.values()).map(Thing::word))
        .distinct()
        .iterator();
  }
}
