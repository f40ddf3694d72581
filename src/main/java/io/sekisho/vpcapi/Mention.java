package io.sekisho.vpcapi;

import io.sekisho.catalog.Image;
import io.sekisho.catalog.Volume;
import io.sekisho.estate.Holdings;
import io.sekisho.mint.Minter;
import io.sekisho.vpc.Reference;
import java.util.Optional;

/// How one document names another resource that may be gone by now, or was never here.
///
/// @param deleted if it is gone
/// @param remote if an inventory named it, and it is nowhere here
public record Mention(
    String crn,
    Optional<Deleted> deleted,
    String href,
    String id,
    String name,
    Optional<Remote> remote,
    String resourceType) {

  /// @param moreInfo where to read about it
  public record Deleted(String moreInfo) {}

  /// Nothing more is known.
  public record Remote() {}

  /// An image that something was made from.
  public static Mention image(Request request, Holdings holdings, Reference it) {
    boolean elsewhere = Minter.isElsewhere(it, holdings.account());
    return of(
        request, "/images/", it, holdings.maybeImage(it.id()).map(Image::reference), elsewhere);
  }

  /// A volume that something was made from.
  public static Mention volume(Request request, Holdings holdings, Reference it) {
    return of(
        request,
        "/volumes/",
        it,
        holdings.maybe(Volume.class, it.id()).map(Volume::reference),
        false);
  }

  private static Mention of(
      Request request, String path, Reference it, Optional<Reference> now, boolean foreign) {
    boolean elsewhere = now.isEmpty() && foreign;
    return new Mention(
        it.crn(),
        now.isPresent() || elsewhere
            ? Optional.empty()
            : Optional.of(new Deleted(request.call().href("/docs"))),
        request.href(path + it.id()),
        it.id(),
        now.map(Reference::name).orElse(it.name()),
        elsewhere ? Optional.of(new Remote()) : Optional.empty(),
        it.resourceType());
  }
}
