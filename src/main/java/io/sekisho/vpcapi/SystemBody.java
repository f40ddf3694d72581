package io.sekisho.vpcapi;

import io.sekisho.catalog.OperatingSystem;

/// An operating system as IBM shows one: also within images and volumes.
public record SystemBody(
    boolean allowUserImageCreation,
    String architecture,
    boolean dedicatedHostOnly,
    String displayName,
    String family,
    String href,
    String name,
    String userDataFormat,
    String vendor,
    String version) {
  public static SystemBody of(Request request, OperatingSystem it) {
    return new SystemBody(
        it.allowUserImageCreation(),
        it.architecture(),
        false,
        it.displayName(),
        it.family(),
        request.href("/operating_systems/" + it.name()),
        it.name(),
        it.userDataFormat(),
        it.vendor(),
        it.version());
  }
}
