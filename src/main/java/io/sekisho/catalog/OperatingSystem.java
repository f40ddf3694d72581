package io.sekisho.catalog;

import java.util.List;

/// What runs on a server that is made from an image.
///
/// @param name such as `debian-12-amd64`
/// @param architecture such as `amd64`
/// @param displayName as people read it
/// @param family such as `Debian GNU/Linux`
/// @param userDataFormat `cloud_init`, `esxi_kickstart` or `ipxe`
/// @param allowUserImageCreation whether accounts may register images of it
public record OperatingSystem(
    String name,
    String architecture,
    String displayName,
    String family,
    String vendor,
    String version,
    String userDataFormat,
    boolean allowUserImageCreation) {
  private static final String AMD64 = "amd64";

  /// The ones that there are where nobody declares any.
  static final List<OperatingSystem> USUAL =
      List.of(
          usual("centos-stream-9", "CentOS Stream", "CentOS", "9"),
          usual("centos-stream-10", "CentOS Stream", "CentOS", "10"),
          usual("debian-12", "Debian GNU/Linux", "Debian", "12 (Bookworm)"),
          usual("debian-13", "Debian GNU/Linux", "Debian", "13 (Trixie)"),
          usual("red-9", "Red Hat Enterprise Linux", "Red Hat", "9.x"),
          usual("rocky-linux-9", "Rocky Linux", "Rocky Linux", "9.x"),
          usual("rocky-linux-10", "Rocky Linux", "Rocky Linux", "10.x"),
          usual("sles-15", "SUSE Linux Enterprise Server", "SUSE", "15.x"),
          usual("ubuntu-22-04", "Ubuntu Linux", "Canonical", "22.04 LTS (Jammy Jellyfish)"),
          usual("ubuntu-24-04", "Ubuntu Linux", "Canonical", "24.04 LTS (Noble Numbat)"),
          usual("windows-2022", "Windows Server", "Microsoft", "2022 Standard Edition"),
          usual("windows-2025", "Windows Server", "Microsoft", "2025 Standard Edition"));

  private static OperatingSystem usual(String name, String family, String vendor, String version) {
    return new OperatingSystem(
        name + "-" + AMD64,
        AMD64,
        family + " " + version + " (" + AMD64 + ")",
        family,
        vendor,
        version,
        "cloud_init",
        true);
  }
}
