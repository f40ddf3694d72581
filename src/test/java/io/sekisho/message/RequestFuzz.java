package io.sekisho.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.message.Reading.Read;
import io.sekisho.problem.Outcome.Granted;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The bytes of one connection: read alike in whatever pieces they come, read as Netty reads them,
/// and what is accepted has one spelling left.
public final class RequestFuzz {
  private static final Size SIZE = new Size(8_192, 16_384, 64, 32_768);
  private static final Screen SCREEN =
      new Screen(
          Set.of(Corpus.HOST, "127.0.0.1", "::1", "169.254.169.254", "fd00:ec2::254"), SIZE.body());

  private RequestFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    verdict(input);
  }

  /// What becomes of the first request.
  public static String verdict(byte[] input) {
    List<Read> whole = Reading.of(input, Math.max(1, input.length), SIZE, SCREEN);
    assertThat(texts(Reading.of(input, 1, SIZE, SCREEN))).isEqualTo(texts(whole));
    assertThat(texts(Reading.of(input, 7, SIZE, SCREEN))).isEqualTo(texts(whole));
    whole.forEach(read -> read.request().ifPresent(RequestFuzz::isCanonical));
    if (whole.isEmpty()) {
      return "waits";
    }
    Read first = whole.getFirst();
    first
        .request()
        .ifPresent(
            request ->
                assertThat(NettyReading.ours(first.head().orElseThrow(), request.body()))
                    .isEqualTo(NettyReading.nettys(input)));
    return first.verdict();
  }

  /// Reading what was read changes nothing, however it is spelled: so whoever decides by the path
  /// and whoever serves it see the same.
  private static void isCanonical(Request request) {
    assertThat(request.path())
        .startsWith("/")
        .doesNotContain("//")
        .doesNotMatch(".*/\\.\\.?(/.*)?");
    assertThat(request.path()).matches("[\\x21-\\x7e]*").doesNotContain("%", ";", "\\", "?", "#");
    Map<String, String> query = request.query().values();
    for (String spelling : List.of(request.path(), everyLetterEscaped(request.path()))) {
      assertThat(Target.parse(spelling + (query.isEmpty() ? "" : "?" + spelledOut(query))))
          .isInstanceOfSatisfying(
              Granted.class, again -> isSame((Target) ((Granted<?>) again).value(), request));
    }
    assertThat(request.headers().get("host")).isPresent();
    for (String proxied : List.of("forwarded", "x-forwarded-for", "via", "x-real-ip", "origin")) {
      assertThat(request.headers().get(proxied)).isEmpty();
    }
  }

  private static void isSame(Target again, Request request) {
    assertThat(again.path()).isEqualTo(request.path());
    assertThat(again.query().values()).isEqualTo(request.query().values());
  }

  private static String everyLetterEscaped(String path) {
    return path.chars()
        .mapToObj(c -> Character.isLetterOrDigit(c) ? escaped(c) : Character.toString(c))
        .collect(Collectors.joining());
  }

  private static String spelledOut(Map<String, String> query) {
    return query.entrySet().stream()
        .map(entry -> escaped(entry.getKey()) + "=" + escaped(entry.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String escaped(String text) {
    return text.chars().mapToObj(RequestFuzz::escaped).collect(Collectors.joining());
  }

  private static String escaped(int c) {
    return "%%%02x".formatted(c);
  }

  private static List<String> texts(List<Read> reads) {
    return reads.stream().map(RequestFuzz::text).toList();
  }

  private static String text(Read read) {
    return read.verdict()
        + read.request()
            .map(
                it ->
                    NettyReading.ours(read.head().orElseThrow(), it.body())
                        + it.path()
                        + it.query().values())
            .orElse("");
  }
}
