package io.sekisho.warden;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.guard.Forwarding;
import io.sekisho.guard.Policy;
import io.sekisho.guard.Presets;
import io.sekisho.guard.Subject;
import io.sekisho.guard.Subject.Kind;
import io.sekisho.guard.Target;
import io.sekisho.guard.Targets;
import io.sekisho.inventory.Mistake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyReaderTest {
  @Test
  void guardsEveryCloudsServiceAndForwardsNothingUnlessToldOtherwise() {
    Policy policy = Cases.read("guard: 1\nallow: {users: [root]}\n");

    assertThat(policy)
        .isEqualTo(
            new Policy(
                Policy.Mode.ENFORCE,
                List.of(Targets.named("metadata").orElseThrow()),
                Policy.Way.ALLOW,
                List.of(new Subject(Kind.USER, "root")),
                Forwarding.DENIED,
                10));
  }

  @Test
  void readsJsonToo() {
    assertThat(Cases.read("{\"guard\": 1, \"deny\": {\"groups\": [33]}}").subjects())
        .containsExactly(new Subject(Kind.GROUP, "33"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          deny: {users: [a]}\\nzonk: 1            | 3 | zonk is not known here. Known are
          deny: {user: [a]}                       | 2 | Did you mean users?
          deny: {users: a}                        | 2 | it has to be a list
          deny: {users: [a], users: [b]}          | 2 | is there twice
          deny: {users: [a]}\\nallow: {users: [b]} | 2 | keep one of them
          mode: audit                             | 0 | has neither allow nor deny
          deny: {users: [a, a]}                   | 2 | deny.users
          deny: {users: ["a b"]}                  | 2 | is no user's name
          deny: {users: ["$(reboot)"]}            | 2 | is no user's name
          deny: {users: [-1]}                     | 2 | is no user's name
          deny: {users: [4294967295]}             | 2 | they go from 0 to 4294967294
          deny: {units: [cron]}                   | 2 | write it with its ending
          deny: {units: ["../x.service"]}         | 2 | is no unit's name
          deny: {cgroups: [/machine.slice]}       | 2 | without a slash before it
          deny: {cgroups: [a/../b]}               | 2 | is no control group
          deny: {executables: [/usr/bin/curl]}    | 2 | neither nftables nor iptables can tell
          deny: {}\\ntargets: []                   | 3 | has 0 items
          deny: {}\\ntargets: [nowhere]            | 3 | neither a named target (metadata,
          deny: {}\\ntargets: [0.0.0.0/0]          | 3 | every address there is
          deny: {}\\ntargets: ["::/0"]             | 3 | every address there is
          deny: {}\\ntargets: [127.0.0.1]          | 3 | own loopback
          deny: {}\\ntargets: ["::1"]              | 3 | own loopback
          deny: {}\\ntargets: [10.0.0.0/8]         | 3 | who logs in to this machine may come from there
          deny: {}\\ntargets: ["fe80::/64"]        | 3 | routers and neighbours
          deny: {}\\ntargets: [224.0.0.1]          | 3 | no service can be
          deny: {}\\ntargets: [0x7f.1]             | 3 | neither a named target
          deny: {}\\ntargets: [{address: 10.0.0.1, tcp_ports: [0]}] | 3 | between 1 and 65535
          deny: {}\\nforwarded: allow              | 3 | deny
          deny: {}\\nforwarded: {allow_from: ["a b"]} | 3 | neither an interface's name nor
          deny: {}\\nlog: {per_minute: 5000}       | 3 | between 0 and 1000
          deny: {}\\nmode: watch                   | 3 | one of enforce, audit
          """)
  void saysWhatIsWrongAtItsLine(String text, int line, String message) {
    List<Mistake> mistakes = mistakes("guard: 1\n" + text.replace("\\n", "\n") + "\n");

    assertThat(mistakes)
        .as(mistakes.toString())
        .anySatisfy(
            it -> {
              assertThat(it.text("the policy")).contains(message);
              assertThat(it.line()).isEqualTo(line);
            });
  }

  /// The page's example is one, and its tables name all there is.
  @Test
  void readsWhatThePageShows() throws IOException {
    String page = Files.readString(Path.of("docs/guard.md"));
    Matcher example = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(page);

    assertThat(example.find()).isTrue();
    assertThat(Cases.read(example.group(1)).subjects()).hasSize(5);
    assertThat(Targets.names()).allMatch(it -> page.contains("`" + it + "`"));
    assertThat(Targets.names().stream().map(Targets::named).flatMap(Optional::stream))
        .flatMap(Target::addresses)
        .allMatch(it -> page.contains(it.first().toString()));
    assertThat(Presets.values()).allMatch(it -> page.contains("`" + it + "`"));
  }

  @Test
  void wantsAVersion() {
    assertThat(mistakes("deny: {}\n")).anyMatch(it -> it.text().contains("Write guard: 1"));
    assertThat(mistakes("guard: 2\ndeny: {}\n")).isNotEmpty();
  }

  private static List<Mistake> mistakes(String text) {
    return switch (PolicyReader.read(text.getBytes(UTF_8))) {
      case PolicyReader.Reading.Read(var policy) -> throw new AssertionError(policy);
      case PolicyReader.Reading.Unreadable(var mistakes) -> mistakes;
    };
  }
}
