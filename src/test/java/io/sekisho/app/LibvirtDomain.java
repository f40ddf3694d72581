package io.sekisho.app;

/// The XML that libvirt gives its hooks.
final class LibvirtDomain {
  private LibvirtDomain() {}

  /// What names the guest in a domain's metadata.
  static String named(String guest) {
    return "<sekisho:guest xmlns:sekisho=\"urn:sekisho\">" + guest + "</sekisho:guest>";
  }

  /// As libvirt prints it, shortened.
  static String domain(String name, String metadata, String type, int number, String device) {
    String source =
        switch (type) {
          case "bridge" -> "<source bridge='br0'/>";
          case "network" -> "<source network='default' portid='0' bridge='virbr0'/>";
          default -> "";
        };
    return """
    <domain type='kvm' id='7'>
      <name>%s</name>
      <uuid>b7b40a8a-7e4e-4a7f-9e0f-0d9f2e7f5a11</uuid>
      <metadata>
        <libosinfo:libosinfo xmlns:libosinfo="http://libosinfo.org/xmlns/libvirt/domain/1.0">
          <libosinfo:os id="http://debian.org/debian/12"/>
        </libosinfo:libosinfo>
        %s
      </metadata>
      <devices>
        <disk type='file' device='disk'>
          <source file='/var/lib/libvirt/images/vm.qcow2' index='1'/>
          <target dev='vda' bus='virtio'/>
        </disk>
        <interface type='%s'>
          <mac address='%s'/>
          %s
          <target dev='%s'/>
          <model type='virtio'/>
          <alias name='net0'/>
        </interface>
        <console type='pty' tty='/dev/pts/1'>
          <target type='serial' port='0'/>
        </console>
      </devices>
    </domain>
    """
        .formatted(name, metadata, type, Hosts.mac(number), source, device);
  }
}
