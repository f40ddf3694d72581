package io.sekisho.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The attack suite, whole, on the real product with simulated guests. What needs packets (spoofed
/// addresses, forwarding, hops) is tried in `kernel` and beside this class, by root.
class ProbeTest {
  @RegisterExtension static final Product PRODUCT = Product.simulated("at7");

  /// The interfaces of `examples/lab.yaml` behind the one of the first inventory, in their order.
  private static final int WEB = 3;

  private static final int VAULT = 4;
  private static final int SHOP = 6;

  @TempDir private static Path folder;
  private static Path foreign;

  @BeforeAll
  static void haveTwoTenants() throws Exception {
    PRODUCT.operator("apply -f " + Product.INVENTORY);
    foreign = Files.writeString(folder.resolve("foreign"), tokenOfShop());
  }

  @Test
  void findsNothingOverHttp() {
    JsonNode report = attack("http://169.254.169.254", WEB);

    assertThat(report.at("/summary/classes").asInt()).isGreaterThanOrEqualTo(55);
    assertThat(report.at("/summary/vectors").asInt()).isGreaterThanOrEqualTo(1_500);
  }

  @Test
  void findsNothingOverHttps() {
    JsonNode report = attack("https://api.metadata.cloud.ibm.com", VAULT);

    assertThat(report.at("/summary/classes").asInt()).isGreaterThanOrEqualTo(60);
    assertThat(report.at("/summary/vectors").asInt()).isGreaterThanOrEqualTo(1_600);
  }

  private static JsonNode attack(String target, int guest) {
    var ran =
        io.sekisho.probe.Ran.probe(
            target,
            "--connect=127.0.0.1:" + PRODUCT.loopbackPort(guest),
            "--foreign-token=" + foreign,
            "--ca=" + PRODUCT.ca(),
            "--rate=1000",
            "-o=json");
    assertThat(ran.err()).isEmpty();
    JsonNode report = JsonMapper.shared().readTree(ran.out());
    assertThat(
            report.path("classes").valueStream().flatMap(row -> row.path("findings").valueStream()))
        .isEmpty();
    assertThat(ran.code()).isZero();
    return report;
  }

  private static String tokenOfShop() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://localhost:%d/identity/v1/token?version=2025-08-26"
                        .formatted(PRODUCT.loopbackPort(SHOP))))
            .header("Metadata-Flavor", "ibm")
            .PUT(HttpRequest.BodyPublishers.ofString("{\"expires_in\": 3600}"))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      String answer = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
      return JsonMapper.shared().readTree(answer).path("access_token").asString();
    }
  }
}
