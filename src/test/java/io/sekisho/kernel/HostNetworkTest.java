package io.sekisho.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.Root;
import io.sekisho.kernel.Lab.Answer;
import io.sekisho.vpc.MetadataService;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("root")
@ExtendWith(Root.class)
class HostNetworkTest {
  private Lab lab;

  @BeforeEach
  void open() {
    lab = new Lab();
  }

  @AfterEach
  void close() throws IOException {
    lab.close();
  }

  @Test
  void answersOnTheOneProtocolThatIsServed() {
    lab.fleet
        .with(1, 1, MetadataService.OFF, "10.0.0.5", "2001:db8::5")
        .with(2, 1, Fleet.http(1), "10.0.0.6", "2001:db8::6")
        .with(3, 1, Fleet.https(1), "10.0.0.7", "2001:db8::7");
    lab.enforce();
    lab.serve(1);
    Guest off = lab.attached(1, 1, "10.0.0.5", "2001:db8::5");
    Guest http = lab.attached(2, 1, "10.0.0.6", "2001:db8::6");
    Guest https = lab.attached(3, 1, "10.0.0.7", "2001:db8::7");

    assertThat(http.connect(80)).isEqualTo(Answer.OPEN);
    assertThat(http.connect6(80)).isEqualTo(Answer.OPEN);
    assertThat(http.connect(443)).isEqualTo(Answer.REFUSED);
    assertThat(http.connect6(443)).isEqualTo(Answer.REFUSED);
    assertThat(https.connect(443)).isEqualTo(Answer.OPEN);
    assertThat(https.connect6(443)).isEqualTo(Answer.OPEN);
    assertThat(https.connect(80)).isEqualTo(Answer.REFUSED);
    assertThat(https.connect6(80)).isEqualTo(Answer.REFUSED);
    assertThat(off.connect(80)).isEqualTo(Answer.SILENCE);
    assertThat(off.connect(443)).isEqualTo(Answer.SILENCE);
    assertThat(off.connect6(80)).isEqualTo(Answer.SILENCE);
    assertThat(off.connect6(443)).isEqualTo(Answer.SILENCE);
  }
}
