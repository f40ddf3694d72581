package io.sekisho.mint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/// The expected values are what `ssh-keygen -lf` prints for these keys.
class OpenSshKeyTest {
  private static final String ED25519 =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDbZ2APRUnINBWH0Gh5YJ51xQ4eaRt/kZQd6uAMH3qre"
          + " ops@desk";

  private static final String RSA =
      "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQCJLN17sHrjVq1/HX2qwUnyTmyvOmIZOEmI0TX+Y3fb"
          + "99ZlGvxnmzkPfXbr5CKCAf4toW7n0uGCNFDwVS8h16R7dtpa4N6LnCz3xlcZlVr2kGqe6gt44M/ya0Xl"
          + "TVChXD0Q4f2/40I2nEOudbt3qaRteKcxHnzb4VeoRmJDhURFoRDM7Iyack3aTJNvL5kspONMS/xQrIAQ"
          + "VkauWXnpN4EhLw/Jhie9QJDpjkdjE+o5UxRZTehg8lx7w3K3Cmwrf8bweNcDPxMFGThjuHdkA1a4eNao"
          + "uUce7MNZPQ16q6EG02+n8VhpfNmicZsQIwcpz7wCS8Sga6r2+yuUOXc65ZSAcqVuTmsU63Ggzp1j1BnF"
          + "Yatz4gglVeiBsARqNlKTesMKldU0CTceLmihaAZZnxVN3rsrzHtuVJ2lxl6ERPpfrf6+e3t/LA/wL9NJ"
          + "D4Ll8IaeB7OG3Mw+9BC2SlBB10npDejDx9b2YITRKqSi9HV2sUUxtsV0SZ46Tk3oWXFfca8=";

  @Test
  void readsEd25519() {
    assertThat(OpenSshKey.parse(ED25519))
        .isEqualTo(
            new OpenSshKey("ed25519", 256, "SHA256:3qkrb/Mm6gcFOQQYsNoru7UvamXoeePO159lainEGKE"));
  }

  @Test
  void readsRsa() {
    assertThat(OpenSshKey.parse(RSA))
        .isEqualTo(
            new OpenSshKey("rsa", 3072, "SHA256:3SqnniKDBvyt6ZgWr2sERvIOAqjoy4A0Y4LycGaxDkc"));
  }

  @Test
  void takesNoHarmFromCutOrChangedText() {
    String base64 = RSA.substring("ssh-rsa ".length());
    for (int length = 0; length < base64.length(); length += 7) {
      String cut = "ssh-rsa " + base64.substring(0, length);
      assertThatThrownBy(() -> OpenSshKey.parse(cut)).isInstanceOf(IllegalArgumentException.class);
    }
    String huge = "ssh-rsa AAAAB3NzaC1yc2EAf////w==";
    assertThatThrownBy(() -> OpenSshKey.parse(huge)).hasMessageContaining("cut short");
  }
}
