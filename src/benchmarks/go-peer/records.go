package main

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"sort"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const implementation = "go-memberlist-0.2.2"

// recorder prints measurements.
type recorder struct{ o options }

func (r recorder) put(run int, metric string, value float64, unit string) {
	line, err := json.Marshal(struct {
		Impl   string  `json:"impl"`
		Suite  string  `json:"suite"`
		Config string  `json:"config"`
		N      int     `json:"n"`
		Run    int     `json:"run"`
		Metric string  `json:"metric"`
		Value  float64 `json:"value"`
		Unit   string  `json:"unit"`
	}{implementation, "cluster", r.o.config, r.o.n, run, metric, value, unit})
	if err != nil {
		panic(err)
	}
	fmt.Println(string(line))
}

func (r recorder) whole(metric string, value float64, unit string) {
	r.put(r.o.run, metric, value, unit)
}

func millis(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// share gives the smallest of the sorted values that a share of them does not exceed; -1 if there are none.
func share(sorted []float64, p float64) float64 {
	if len(sorted) == 0 {
		return -1
	}
	i := int(math.Ceil(float64(len(sorted))*p)) - 1
	if i < 0 {
		i = 0
	}
	return sorted[i]
}

func sortedMillis(times []time.Duration) []float64 {
	out := make([]float64, 0, len(times))
	for _, t := range times {
		out = append(out, millis(t))
	}
	sort.Float64s(out)
	return out
}

// cpu is the CPU time of this process so far.
func cpu() time.Duration {
	var usage syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &usage) != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// machineCPU is the CPU time of everything on this machine so far.
func machineCPU() time.Duration {
	data, _ := os.ReadFile("/proc/stat")
	fields := strings.Fields(strings.SplitN(string(data), "\n", 2)[0])
	var ticks int64
	for i, field := range fields {
		if i >= 1 && i <= 8 && i != 4 && i != 5 { // without idle and iowait
			n, _ := strconv.ParseInt(field, 10, 64)
			ticks += n
		}
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}

func load() float64 {
	data, _ := os.ReadFile("/proc/loadavg")
	fields := strings.Fields(string(data))
	if len(fields) == 0 {
		return -1
	}
	value, _ := strconv.ParseFloat(fields[0], 64)
	return value
}

func residentMiB() float64 {
	data, _ := os.ReadFile("/proc/self/statm")
	fields := strings.Fields(string(data))
	if len(fields) < 2 {
		return -1
	}
	pages, _ := strconv.ParseFloat(fields[1], 64)
	return pages * float64(os.Getpagesize()) / (1 << 20)
}
