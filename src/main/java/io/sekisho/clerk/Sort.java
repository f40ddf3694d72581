package io.sekisho.clerk;

import io.sekisho.client.Kind;
import io.sekisho.problem.Nearest;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// What a word on the command line stands for.
sealed interface Sort {
  /// Something that the operator's API has.
  record Resource(Kind kind) implements Sort {}

  /// Something that IBM's APIs have.
  record Known(Thing thing) implements Sort {}

  /// An operator's key.
  record OperatorKey() implements Sort {
    static final String WORD = "operator-key";
  }

  /// One of them, such as `access-group`.
  default String word() {
    return switch (this) {
      case Resource(Kind kind) -> kind.word();
      case Known(Thing thing) -> thing.word();
      case OperatorKey _ -> OperatorKey.WORD;
    };
  }

  /// Reads such a word, and knows all of them for completion.
  final class Word implements ITypeConverter<Sort>, Iterable<String> {
    @Override
    public Sort convert(String word) {
      return Sort.of(word)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "there is no kind \"%s\".%s"
                          .formatted(word, hint(word.toLowerCase(Locale.ROOT)))));
    }

    private static String hint(String word) {
      List<String> known =
          Stream.of(
                  StreamSupport.stream(new Word().spliterator(), false),
                  Arrays.stream(Kind.values()).map(it -> it.word() + "s"),
                  Arrays.stream(Thing.values()).map(Thing::words))
              .flatMap(words -> words)
              .toList();
      String question = Nearest.question(word.replace('_', '-'), known);
      return question.isEmpty() ? " `sekisho get --help` lists them" : question;
    }

    @Override
    public Iterator<String> iterator() {
      return Stream.of(
              Arrays.stream(Kind.values()).map(Kind::word),
              Arrays.stream(Thing.values()).map(Thing::word),
              Stream.of(OperatorKey.WORD))
          .flatMap(words -> words)
          .distinct()
          .iterator();
    }
  }

  static Optional<Sort> of(String word) {
    if (word.toLowerCase(Locale.ROOT).replace('_', '-').matches(OperatorKey.WORD + "s?")) {
      return Optional.of(new OperatorKey());
    }
    return Kind.of(word)
        .<Sort>map(Resource::new)
        .or(() -> Thing.of(word.toLowerCase(Locale.ROOT)).map(Known::new));
  }
}
