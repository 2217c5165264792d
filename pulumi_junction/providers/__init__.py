"""The dynamic provider behind each resource. Paths and class names are in people's state: never rename one."""
