package io.sekisho.catalogapi;

import io.sekisho.catalog.AllowedUse;
import io.sekisho.catalog.Image;
import io.sekisho.estate.Holdings;
import io.sekisho.vpcapi.Mention;
import io.sekisho.vpcapi.Named;
import io.sekisho.vpcapi.Request;
import io.sekisho.vpcapi.SystemBody;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An image as IBM shows one.
record ImageBody(
    AllowedUse allowedUse,
    Offering catalogOffering,
    Instant createdAt,
    String crn,
    Optional<Instant> deprecationAt,
    String encryption,
    File file,
    String href,
    String id,
    int minimumProvisionedSize,
    String name,
    Optional<Instant> obsolescenceAt,
    SystemBody operatingSystem,
    Named.Group resourceGroup,
    String resourceType,
    Optional<Mention> sourceVolume,
    String status,
    List<Reason> statusReasons,
    String userDataFormat,
    String visibility) {

  /// @param managed whether a catalogue of offerings has it: there is none here
  record Offering(boolean managed) {}

  /// Nothing is known of it: images are registered without their bytes.
  record File() {}

  /// Why it is in its status: it always is because somebody said so.
  record Reason(String code, String message) {}

  static ImageBody of(Request request, Holdings holdings, Image it, String status) {
    return new ImageBody(
        it.allowedUse(),
        new Offering(false),
        it.identity().createdAt(),
        it.identity().crn().toString(),
        it.deprecationAt(),
        "none",
        new File(),
        request.href("/images/" + it.id()),
        it.id(),
        it.minimumProvisionedSize(),
        it.name(),
        it.obsolescenceAt(),
        SystemBody.of(request, it.operatingSystem()),
        Named.Group.of(request, holdings, it),
        "image",
        it.sourceVolume().map(volume -> Mention.volume(request, holdings, volume)),
        status,
        List.of(),
        it.operatingSystem().userDataFormat(),
        visibility(it));
  }

  static String visibility(Image it) {
    return it.isPublic() ? "public" : "private";
  }
}
