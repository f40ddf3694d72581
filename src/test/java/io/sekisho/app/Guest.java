package io.sekisho.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.lab.Lab;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A guest of the lab or a container in one, as somebody with a shell there knows it.
record Guest(Lab lab, String name, Optional<String> container) {
  static final String IPV4 = "http://169.254.169.254";
  static final String IPV6 = "http://[fd00:ec2::254]";
  static final String HTTPS = "https://api.metadata.cloud.ibm.com";
  static final String VERSION = "2025-08-26";

  /// One second without an answer to a SYN is silence: an answer takes less than a millisecond.
  private static final List<String> CURL =
      List.of("curl", "-sS", "--connect-timeout", "1", "-m", "10", "-w", Answer.FORMAT);

  ProcessBuilder process(String... command) {
    return lab.process(name, container, List.of(command));
  }

  Ran run(String... command) {
    return Ran.of(process(command));
  }

  /// Lines of shell.
  String sh(String script) {
    return run("sh", "-ec", script).good();
  }

  Answer curl(String... options) {
    List<String> command = new ArrayList<>(CURL);
    command.addAll(List.of(options));
    return Answer.of(run(command.toArray(String[]::new)));
  }

  /// Asks for an identity token.
  ///
  /// @param base scheme and host
  Answer put(String base, String... more) {
    List<String> options = new ArrayList<>(List.of("-X", "PUT", "-H", "Metadata-Flavor: ibm"));
    options.addAll(List.of(more));
    options.add(base + "/identity/v1/token?version=" + VERSION);
    return curl(options.toArray(String[]::new));
  }

  /// An identity token.
  String token(String base, String... more) {
    Answer answer = put(base, more);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return answer.at("/access_token");
  }

  /// Reads a document.
  ///
  /// @param url without the version
  Answer get(String url, String token, String... more) {
    return bearing(token, url, more);
  }

  Answer post(String url, String token, String body, String... more) {
    List<String> options = new ArrayList<>(List.of("-X", "POST", "-d", body));
    options.addAll(List.of(more));
    return bearing(token, url, options.toArray(String[]::new));
  }

  /// Asks for an IAM token, with a body if it is not empty, over HTTP and IPv4.
  Answer iamToken(String body) {
    return post(IPV4 + "/identity/v1/iam_tokens", token(IPV4), body);
  }

  /// Who the service says this is.
  String whoAmI() {
    return get(IPV4 + "/metadata/v1/instance", token(IPV4)).at("/name");
  }

  private Answer bearing(String token, String url, String... more) {
    List<String> options = new ArrayList<>(List.of("-H", "Authorization: Bearer " + token));
    options.addAll(List.of(more));
    options.add(url + "?version=" + VERSION);
    return curl(options.toArray(String[]::new));
  }
}
