package io.sekisho.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.Root;
import io.sekisho.client.Failure;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

class ServiceProcessTest {
  private static final int USER = 60_700;

  @Test
  void isToldFromALaterProcessOfTheSameNumber() {
    ServiceProcess me = ServiceProcess.of(ProcessHandle.current().pid()).orElseThrow();

    assertThat(ServiceProcess.parse(me.toString())).contains(me);
    assertThat(me.handle()).contains(ProcessHandle.current());
    ServiceProcess before = new ServiceProcess(me.pid(), "1");
    assertThat(before.isThere()).isFalse();
    assertThat(before.handle()).isEmpty();
    assertThat(ServiceProcess.parse(before.toString())).isEmpty();
    assertThat(ServiceProcess.parse("")).isEmpty();
  }

  @Tag("root")
  @ExtendWith(Root.class)
  @Test
  void isAloneWithItsUser() throws Exception {
    Process other =
        new ProcessBuilder("setpriv", "--reuid", Integer.toString(USER), "sleep", "60").start();
    try {
      ServiceProcess it = ServiceProcess.of(other.pid()).orElseThrow();
      while (!other.info().command().orElse("").endsWith("sleep")) {
        Thread.sleep(10);
      }
      assertThatThrownBy(() -> ServiceProcess.expectNoOther(USER, Optional.empty()))
          .isInstanceOf(Failure.class)
          .hasMessageStartingWith("Process %d runs as user %d".formatted(other.pid(), USER));
      assertThatCode(() -> ServiceProcess.expectNoOther(USER, Optional.of(it)))
          .doesNotThrowAnyException();
    } finally {
      other.destroyForcibly().waitFor();
    }
    assertThatCode(() -> ServiceProcess.expectNoOther(USER, Optional.empty()))
        .doesNotThrowAnyException();
  }
}
