package io.sekisho.vpc;

/// An instance's place in a cluster network (RDMA between accelerators).
public record ClusterNetworkAttachment(
    String id,
    String name,
    Reference clusterNetwork,
    Reference clusterNetworkInterface,
    String lifecycleState) {}
