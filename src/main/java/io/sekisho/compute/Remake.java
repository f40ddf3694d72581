package io.sekisho.compute;

import io.sekisho.vpc.Compute.Initialization;
import io.sekisho.vpc.Hardware;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.Instance.Lifecycle;
import io.sekisho.vpc.Instance.Scheduling;
import io.sekisho.vpc.MetadataService;
import io.sekisho.vpc.Reference;
import io.sekisho.vpc.VolumeAttachment;
import java.util.List;
import java.util.Optional;

/// An instance of which some parts are being replaced.
final class Remake {
  private final Instance before;
  private Identity identity;
  private MetadataService service;
  private long generation;
  private Lifecycle lifecycle;
  private Hardware hardware;
  private Scheduling scheduling;
  private Optional<Reference> image;
  private Initialization initialization;
  private List<VolumeAttachment> volumes;

  Remake(Instance before) {
    this.before = before;
    this.identity = before.identity();
    this.service = before.metadataService();
    this.generation = before.tokenGeneration();
    this.lifecycle = before.lifecycle();
    this.hardware = before.hardware();
    this.scheduling = before.scheduling();
    this.image = before.image();
    this.initialization = before.initialization();
    this.volumes = before.volumes();
  }

  Remake with(Identity other) {
    identity = other;
    return this;
  }

  Remake with(MetadataService other) {
    service = other;
    return this;
  }

  Remake in(String status) {
    lifecycle = lifecycle.in(status);
    return this;
  }

  Remake with(Hardware other) {
    hardware = other;
    return this;
  }

  Remake with(Scheduling other) {
    scheduling = other;
    return this;
  }

  Remake with(Initialization other) {
    initialization = other;
    return this;
  }

  Remake from(Optional<Reference> other) {
    image = other;
    return this;
  }

  Remake with(List<VolumeAttachment> others) {
    volumes = others;
    return this;
  }

  /// With all identity tokens given out so far made worthless.
  Remake revoked() {
    generation++;
    return this;
  }

  Instance done() {
    return new Instance(
        identity,
        before.vpc(),
        before.zone(),
        service,
        generation,
        lifecycle,
        hardware,
        scheduling,
        image,
        before.catalogOffering(),
        initialization,
        before.interfaces(),
        volumes,
        before.software(),
        before.clusterNetworks());
  }
}
