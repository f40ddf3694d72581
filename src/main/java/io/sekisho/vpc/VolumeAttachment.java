package io.sekisho.vpc;

import java.time.Instant;

/// A volume as attached to an instance.
///
/// @param device the id under which the guest sees it
/// @param bandwidth in Mbit/s
/// @param status `attached`, `attaching`, `deleting` or `detaching`
/// @param type `boot` or `data`
public record VolumeAttachment(
    String id,
    String name,
    String device,
    Reference volume,
    int bandwidth,
    boolean deleteVolumeOnInstanceDelete,
    String status,
    String type,
    Instant createdAt) {}
