package io.sekisho.station;

import io.sekisho.address.Ip;
import io.sekisho.host.Attachment;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.MetadataService;
import io.sekisho.vpc.Subject;
import java.util.Locale;

/// Attachments in the words of the operator's API.
final class Attachments {
  private Attachments() {}

  static io.sekisho.wire.Attachment wire(Attachment attachment) {
    Subject subject = attachment.subject();
    Compute compute = subject.compute();
    MetadataService service = compute.metadataService();
    return new io.sekisho.wire.Attachment(
        subject.account().name(),
        compute.identity().name(),
        compute.id(),
        subject.vpc().identity().name(),
        attachment.subnet().identity().name(),
        attachment.nic().name(),
        attachment.nic().mark(),
        attachment.networkNamespace(),
        attachment.device(),
        attachment.nic().mac().toString(),
        attachment.nic().addresses().stream().map(Ip::toString).toList(),
        attachment.subnet().gateway().toString(),
        attachment.subnet().ipv4CidrBlock().length(),
        subject.served() ? service.protocol().name().toLowerCase(Locale.ROOT) : "off",
        service.responseHopLimit());
  }
}
