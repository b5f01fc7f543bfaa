// libtorch spins its worker threads: two heavy tests at once on two cores are slower than one after the other.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
