package io.sekisho.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Which service a CRN means.
class ServiceTest {
  private static final String KMS = "crn:v1:bluemix:public:kms:us-south::::";

  private static Service service(String crn, String... endpoints) {
    return new Service(
        "a", Optional.of(crn), List.of(endpoints), List.of(), Optional.of("*.example.com"));
  }

  @Test
  void answersToItsInstances() {
    Service kms = service(KMS);
    assertThat(kms.answersTo(KMS)).isTrue();
    assertThat(kms.answersTo("crn:v1:bluemix:public:kms:us-south:a/1:2::")).isTrue();
    assertThat(kms.answersTo("crn:v1:bluemix:public:kms:eu-de:a/1:2::")).isFalse();
    assertThat(kms.answersTo("crn:v1:bluemix:public:kmsx:us-south:a/1:2::")).isFalse();
    assertThat(kms.answersTo("kms")).isFalse();
    assertThat(Service.USUAL.getFirst().answersTo(KMS)).isFalse();
  }

  @Test
  void knowsACrnByItsSegments() {
    assertThat(Service.isCrn(KMS)).isTrue();
    assertThat(Service.isCrn("crn:v1:bluemix:public:kms")).isFalse();
    assertThat(Service.isCrn("crn:v1:bluemix:public::us-south::::")).isFalse();
    assertThat(Service.isCrn(KMS.replace("crn", "arn"))).isFalse();
  }

  @Test
  void overlapsWhatHasOneOfItsNames() {
    Service wild = service(KMS, "s3.example.com", "*.s3.example.com");
    assertThat(wild.overlaps(service(KMS, "a.s3.example.com"))).isTrue();
    assertThat(service(KMS, "a.s3.example.com").overlaps(wild)).isTrue();
    assertThat(wild.overlaps(service(KMS, "s3.example.com"))).isTrue();
    assertThat(wild.overlaps(service(KMS, "as3.example.com", "example.com"))).isFalse();
  }

  @Test
  void namesItsResources() {
    Service kms = service(KMS);
    assertThat(kms.endpointOf("crn:v1:bluemix:public:kms:us-south:a/1:2:key:mine"))
        .contains("mine.example.com");
    assertThat(kms.endpointOf("crn:v1:bluemix:public:other:us-south:a/1:2:key:mine")).isEmpty();
    assertThat(Service.USUAL.getFirst().endpointOf(KMS)).isEmpty();
  }
}
