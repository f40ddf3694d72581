package io.sekisho.vpcapi;

import io.sekisho.estate.Holdings;
import io.sekisho.vpc.Reference;
import io.sekisho.vpc.Resource;
import java.util.Optional;

/// How one document names another resource.
///
/// @param crn absent where the other has none: it is a part of something
/// @param resourceType absent where IBM's references have none
public record Named(
    Optional<String> crn, String href, String id, String name, Optional<String> resourceType) {

  /// @param path of the collection, below `/v1`
  public static Named of(Request request, String path, Resource it) {
    return new Named(
        Optional.of(it.identity().crn().toString()),
        request.href(path + "/" + it.id()),
        it.id(),
        it.name(),
        Optional.empty());
  }

  /// A resource that is known by its reference alone.
  public static Named of(Request request, String path, Reference it) {
    return new Named(
        Optional.of(it.crn()),
        request.href(path + "/" + it.id()),
        it.id(),
        it.name(),
        Optional.empty());
  }

  /// The same with its type.
  public Named typed(String type) {
    return new Named(crn, href, id, name, Optional.of(type));
  }

  /// The same without a CRN: it is a part of something.
  public Named part(String type) {
    return new Named(Optional.empty(), href, id, name, Optional.of(type));
  }

  /// A zone.
  public record Zone(String href, String name) {
    /// @param zone such as `us-south-1`: its region and a number
    public static Zone of(Request request, String zone) {
      String region = zone.replaceFirst("-[^-]*$", "");
      return new Zone(request.href("/regions/" + region + "/zones/" + zone), zone);
    }
  }

  /// A resource group.
  public record Group(String href, String id, String name) {
    /// The group that a resource is in.
    public static Group of(Request request, Holdings holdings, Resource it) {
      String id = it.identity().resourceGroup();
      return new Group(
          request.call().href("/v2/resource_groups/" + id), id, holdings.groupName(id));
    }
  }
}
