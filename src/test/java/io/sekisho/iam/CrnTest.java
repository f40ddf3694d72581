package io.sekisho.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrnTest {
  private static final AccountId ACCOUNT = new AccountId("a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "crn:v1:bluemix:public:is:us-south-1:a/a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5::instance:0717_1",
        "crn:v1:bluemix:public:iam-identity::a/a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5::profile:Profile-1",
        "crn:v1:bluemix:public:is:us-south:a/a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5::vpc:r006-a/b"
      })
  void survivesPrinting(String text) {
    assertThat(Crn.parse(text)).hasToString(text);
  }

  @Test
  void knowsItsParts() {
    assertThat(
            Crn.parse(
                "crn:v1:bluemix:public:is:us-south-1:a/a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5"
                    + "::instance:0717_1"))
        .isEqualTo(new Crn("is", "us-south-1", ACCOUNT, "instance", "0717_1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "crn",
        "instance",
        "0717_1",
        "crn:v1:bluemix:public:is:us-south:a/a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5::instance",
        "crn:v1:bluemix:public:is:us-south:a/a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5::instance:",
        "crn:v1:bluemix:public:is:us-south:a/a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5:::0717_1",
        "crn:v1:bluemix:public:is:us-south:a/a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5::instance:1:2",
        "crn:v1:bluemix:public:is:us-south:a/a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5:x:instance:1",
        "crn:v2:bluemix:public:is:us-south:a/a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5::instance:1",
        "crn:v1:staging:public:is:us-south:a/a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5::instance:1",
        "crn:v1:bluemix:dedicated:is:us-south:a/a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5::instance:1",
        "CRN:v1:bluemix:public:is:us-south:a/a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5::instance:1",
        "crn:v1:bluemix:public:is:us-south:s/a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5::instance:1",
        "crn:v1:bluemix:public:is:us-south:a/A0B1C2D3E4F5A6B7C8D9E0F1A2B3C4D5::instance:1",
        "crn:v1:bluemix:public:is:us-south:a/a0b1::instance:1",
        "crn:v1:bluemix:public:is:us-south:::instance:1",
        " crn:v1:bluemix:public:is:us-south:a/a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5::instance:1"
      })
  void refusesWhatNamesNoResourceOfAnAccount(String text) {
    assertThatThrownBy(() -> Crn.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void cannotSmuggleASegment() {
    assertThatThrownBy(() -> new Crn("is", "us-south", ACCOUNT, "instance", "1:2"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Crn("is:x", "us-south", ACCOUNT, "instance", "1"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
