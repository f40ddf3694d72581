package io.sekisho.metadata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.address.Ip;
import io.sekisho.plan.Edits;
import io.sekisho.vpc.Changed;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.MetadataService;
import io.sekisho.vpc.MetadataService.Protocol;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.Samples;
import io.sekisho.vpc.Subject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The documents of cloud-init's seed, and the door before them.
class SeedTest {
  private static final UUID FRESH = UUID.fromString("0b5f6bb1-3a7f-4d4c-9f5f-1e8f3b5f6bb1");
  private static final String SECRET = "0b5f6bb13a7f4d4c9f5f1e8f3b5f6bb1";
  private static final Map<String, Compute> CASES =
      Map.of(
          "rich", Samples.richInstance(),
          "minimal", Samples.minimalInstance(),
          "empty", Samples.emptyInstance(),
          "ipv6", withIpv6(Samples.minimalInstance()));

  @ParameterizedTest
  @CsvSource({
    "rich, META_DATA", "rich, NETWORK_CONFIG",
    "minimal, META_DATA", "minimal, NETWORK_CONFIG",
    "empty, META_DATA", "empty, NETWORK_CONFIG",
    "ipv6, NETWORK_CONFIG"
  })
  void rendersTheDocumentAsInTheFile(String name, Seed seed) {
    String document = new String(seed.document(seeded(CASES.get(name))), UTF_8);

    Golden.check("seed/" + name + "." + seed.name().toLowerCase(Locale.ROOT), document);
  }

  @Test
  void hasUserAndVendorDataExactlyAsGiven() {
    String odd = "#!/bin/sh\r\necho 'ü' \"\\n\" \t\n\n";
    Instance instance = Samples.richInstance();
    var given = Changed.with(instance.initialization(), "userData", Optional.of(odd));
    given = Changed.with(given, "vendorData", Optional.of("#cloud-config\n{}"));
    Subject subject = seeded(Changed.with(instance, "initialization", given));

    assertThat(Seed.USER_DATA.document(subject)).isEqualTo(odd.getBytes(UTF_8));
    assertThat(Seed.VENDOR_DATA.document(subject)).asString(UTF_8).isEqualTo("#cloud-config\n{}");
  }

  @Test
  void hasEmptyDocumentsWhereNothingWasGiven() {
    Subject subject = seeded(Samples.emptyInstance());

    assertThat(Seed.USER_DATA.document(subject)).isEmpty();
    assertThat(Seed.VENDOR_DATA.document(subject)).isEmpty();
  }

  @Test
  void isFoundUnderItsSecret() {
    Subject subject = seeded(Samples.minimalInstance());

    for (Seed each : Seed.values()) {
      String file = each.name().toLowerCase(Locale.ROOT).replace('_', '-');
      assertThat(Seed.at("/seed/" + SECRET + "/" + file, subject)).contains(each);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/seed/meta-data",
        "/seed//meta-data",
        "/seed/" + SECRET,
        "/seed/" + SECRET + "/",
        "/seed/" + SECRET + "/Meta-Data",
        "/seed/" + SECRET + "/meta-data/",
        "/seed/" + SECRET + "/x/meta-data",
        "/seed/" + SECRET + "0/meta-data",
        "/seed/x/" + SECRET + "/meta-data",
        "/seed/0B5F6BB13A7F4D4C9F5F1E8F3B5F6BB1/meta-data",
        "/seed/0b5f6bb13a7f4d4c9f5f1e8f3b5f6bb2/meta-data",
        "/seed/0b5f6bb13a7f4d4c9f5f1e8f3b5f6bb/meta-data",
        "/Seed/" + SECRET + "/meta-data",
        "/metadata/v1/seed/" + SECRET + "/meta-data"
      })
  void isNotFoundElsewhere(String path) {
    assertThat(Seed.at(path, seeded(Samples.minimalInstance()))).isEmpty();
  }

  @Test
  void isNowhereWhileItIsOff() {
    Subject off = Samples.rich();

    assertThat(Seed.url(off)).isEmpty();
    assertThat(Seed.at("/seed//user-data", off)).isEmpty();
    assertThat(Seed.at("/seed/" + SECRET + "/user-data", off)).isEmpty();
  }

  @Test
  void hasAnotherSecretEachTimeItIsSwitchedOn() {
    Compute on = Edits.seeded(Samples.minimalInstance(), true, FRESH);
    Compute again = Edits.seeded(on, true, UUID.randomUUID());
    Compute off = Edits.seeded(again, false, UUID.randomUUID());
    Compute anew = Edits.seeded(off, true, UUID.randomUUID());

    assertThat(again).isEqualTo(on);
    assertThat(off).isEqualTo(Samples.minimalInstance());
    assertThat(Seed.url(Samples.subject(anew)))
        .isPresent()
        .isNotEqualTo(Seed.url(Samples.subject(on)));
    assertThat(Seed.at("/seed/" + SECRET + "/user-data", Samples.subject(anew))).isEmpty();
  }

  @Test
  void isWhereTheProtocolIs() {
    Instance instance = Samples.minimalInstance();
    MetadataService https = new MetadataService(true, Protocol.HTTPS, 1);

    assertThat(Seed.url(seeded(instance))).contains("http://169.254.169.254/seed/" + SECRET + "/");
    assertThat(Seed.url(seeded(Changed.with(instance, "metadataService", https))))
        .contains("https://169.254.169.254/seed/" + SECRET + "/");
  }

  @Test
  void isWrittenDownWithoutItsSecret() {
    assertThat(Seed.withoutSecret("/seed/" + SECRET + "/user-data")).isEqualTo("/seed/…/user-data");
    assertThat(Seed.withoutSecret("/seed/" + SECRET)).doesNotContain(SECRET);
    assertThat(Seed.withoutSecret("/seed/x/" + SECRET)).doesNotContain(SECRET);
    assertThat(Seed.withoutSecret("/metadata/v1/keys")).isEqualTo("/metadata/v1/keys");
    assertThat(Edits.seeded(Samples.minimalInstance(), true, FRESH).toString())
        .doesNotContain(SECRET);
  }

  private static Subject seeded(Compute compute) {
    return Samples.subject(Edits.seeded(compute, true, FRESH));
  }

  private static Instance withIpv6(Instance instance) {
    NetworkInterface nic = instance.interfaces().getFirst();
    var more = List.of(Ip.parse("fd00:a::5"), Ip.parse("10.240.0.77"));
    var vni = Changed.with(nic.virtualNetworkInterface(), "moreAddresses", more);
    return Changed.with(instance, "interfaces", List.of(nic.with(vni)));
  }
}
