package io.sekisho.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.message.Target;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Outcome.Granted;
import io.sekisho.problem.Outcome.Refused;
import io.sekisho.vpc.Samples;
import io.sekisho.vpc.Subject;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// A target below `/metadata/v1`: path, version date and paging. Whatever is asked, the answer is a
/// document of this subject or a refusal, and the trail names just the paths that can have one.
public final class QueryFuzz {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 26);
  private static final JsonMapper JSON = new JsonMapper();
  private static final List<Subject> SUBJECTS =
      List.of(Samples.rich(), Samples.minimal(), Samples.empty(), Samples.bareMetal());

  private QueryFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    verdict(input);
  }

  /// The status for an instance that has everything.
  public static String verdict(byte[] input) {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    Outcome<Target> target = Target.parse(text);
    List<String> verdicts = SUBJECTS.stream().map(subject -> ask(subject, target)).toList();
    return verdicts.getFirst();
  }

  private static String ask(Subject subject, Outcome<Target> target) {
    Outcome<Document> document =
        target.then(
            found ->
                Parameters.ofMetadata(found.query().values(), TODAY)
                    .then(parameters -> ask(subject, found, parameters)));
    return switch (document) {
      case Granted<Document>(Document got) -> {
        assertThat(JSON.readTree(got.json()).isObject()).isTrue();
        yield "200";
      }
      case Refused<Document>(var problem) -> {
        assertThat(problem.status()).isBetween(400, 499);
        yield Integer.toString(problem.status());
      }
    };
  }

  private static Outcome<Document> ask(Subject subject, Target target, Parameters parameters) {
    LocalDate date = parameters.version().date();
    assertThat(target.query().get("version")).contains(date.toString());
    assertThat(date).isBetween(ApiVersion.OLDEST, TODAY);
    Optional<String> action = Documents.action(target.path());
    Outcome<Document> document =
        Documents.document(subject, target.path(), parameters.page(), "http://169.254.169.254");
    if (document instanceof Granted<Document>(Document got)) {
      assertThat(action).contains(got.action());
    }
    return document;
  }
}
